using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>
/// A simulated venue behind its protocol: markets, accounts, matching and faults under one gate, so that everything has one order.
/// It runs on a timer after <see cref="Start"/>, or is moved by hand with <see cref="Step"/>.
/// </summary>
public sealed class SimulatedExchange : IAsyncDisposable
{
    private readonly SimulatedExchangeOptions options;
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, SimulatedMarket> markets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedAccount> accountsByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedAccount> accountsByKey = new(StringComparer.Ordinal);
    private readonly List<IExchangeListener> listeners = [];
    private readonly AccountStatements statements;
    private readonly OrderMatcher matcher;
    private readonly AccountKeeper keeper;
    private readonly AccountGuard guard;
    private readonly DeleveragingQueue queue;
    private readonly CancelTimers switches;
    private ITimer? timer;
    private TimeSpan elapsed;
    private bool isMoving;

    /// <summary>Makes the venue; throws <see cref="ArgumentException"/> for two markets or accounts with one name.</summary>
    public SimulatedExchange(SimulatedExchangeOptions options)
    {
        this.options = options;
        statements = new AccountStatements(markets, options.MarginRule);
        Funds = new SimulatedFunds(options.Clock, gate);
        Faults = new SimulatedFaults(gate, OnDisconnect, Publish);
        matcher = new OrderMatcher(options, markets, accountsByName, statements, Faults);
        foreach (SimulatedMarketOptions market in options.Markets)
        {
            markets.Add(market.Instrument.Symbol, new SimulatedMarket(market.Instrument, market.Source, options.Clock, gate, options.FirstId)
            {
                Funding = market.Funding,
                Hit = hit => Publish(matcher.Meet(hit)),
            });
        }

        long resolution = options.TimeResolution.Ticks * 100;
        foreach (SimulatedAccountOptions account in options.Accounts)
        {
            SimulatedAccount opened = new(account, markets, resolution, options.Clock.Now);
            accountsByName.Add(opened.Name, opened);
            accountsByKey.Add(opened.ApiKey, opened);
        }

        switches = new CancelTimers(options.Clock.Time, gate, (account, symbol) => CancelAll(account, symbol));
        queue = new DeleveragingQueue(markets, accountsByName, options.MarginRule);
        keeper = new AccountKeeper(options, markets, statements, Publish);
        guard = new AccountGuard(options, markets, statements, matcher) { Changed = Publish, Executed = Publish };
    }

    /// <summary>Faults to order at run time.</summary>
    public SimulatedFaults Faults { get; }

    /// <summary>Its insurance fund.</summary>
    public SimulatedFunds Funds { get; }

    /// <summary>Markets by symbol.</summary>
    public IReadOnlyDictionary<string, SimulatedMarket> Markets => markets;

    /// <summary>Accounts by name.</summary>
    public IReadOnlyDictionary<string, SimulatedAccount> Accounts => accountsByName;

    /// <summary>The clock it runs on.</summary>
    public MarketClock Clock => options.Clock;

    /// <summary>A market by symbol; throws <see cref="KeyNotFoundException"/> when it is not listed.</summary>
    public SimulatedMarket Market(string symbol) => markets[symbol];

    /// <summary>An account by name; throws <see cref="KeyNotFoundException"/> when there is none.</summary>
    public SimulatedAccount Account(string name) => accountsByName[name];

    /// <summary>The account that owns an API key, or null.</summary>
    public SimulatedAccount? FindByKey(string apiKey) => accountsByKey.GetValueOrDefault(apiKey);

    /// <summary>Adds a protocol server.</summary>
    public void Attach(IExchangeListener listener)
    {
        lock (gate)
            listeners.Add(listener);
    }

    /// <summary>
    /// Runs a piece of work under the gate: for servers that must take a snapshot and join the stream at one point of the order.
    /// Keep it short and do not wait in it.
    /// </summary>
    public T Locked<T>(Func<T> work)
    {
        lock (gate)
            return work();
    }

    /// <summary>Starts the timer: the markets move and are published at the tick interval until the venue is disposed.</summary>
    public void Start()
    {
        lock (gate)
            timer ??= options.Clock.Time.CreateTimer(_ => OnTimer(), null, TimeSpan.Zero, options.TickInterval);
    }

    /// <summary>Stops the timer: the markets stand still, orders and accounts go on.</summary>
    public void Pause()
    {
        lock (gate)
        {
            timer?.Dispose();
            timer = null;
        }
    }

    /// <summary>Moves all markets by one tick interval and publishes; for tests without a timer.</summary>
    public void Step() => MoveTo(elapsed + options.TickInterval);

    /// <summary>Publishes what orders and scenarios have changed since the last tick, without moving the markets.</summary>
    public void Publish()
    {
        lock (gate)
        {
            foreach (SimulatedMarket market in markets.Values)
                PublishTick(market);
        }
    }

    /// <summary>What an account holds now.</summary>
    public AccountStatement Statement(SimulatedAccount account)
    {
        lock (gate)
            return statements.At(account, account.Stamp(options.Clock.Now));
    }

    /// <summary>Where a position stands in the queue for auto-deleveraging; null when it is flat.</summary>
    public QueuePlace? QueuePlace(SimulatedAccount account, string symbol)
    {
        lock (gate)
            return queue.Of(account, symbol);
    }

    /// <summary>
    /// Places a limit order; when this returns it has traded what it can at once, and rests or has ended. One that takes a maker's quote only
    /// stands, until it is settled or abandoned.
    /// </summary>
    public OrderAnswer Place(SimulatedAccount account, OrderRequest request)
    {
        lock (gate)
        {
            if (Faults.TakeSwallow())
            {
                Receive(account, request, ReceptionOutcome.Swallowed, null);
                return new OrderAnswer(null, null, true, Task.CompletedTask);
            }

            OrderRejection? rejection = Judge(account, request, out OrderTerms? terms);
            if (rejection is not null || terms is null)
            {
                Receive(account, request, ReceptionOutcome.Rejected, rejection);
                return new OrderAnswer(null, rejection, false, Faults.PassOrWithhold([]));
            }

            Receive(account, request, ReceptionOutcome.Accepted, null);
            SimulatedOrder left;
            List<ExecutionUpdate> updates = request.QuoteId is null ? matcher.Execute(account, terms, out left) : matcher.Stand(account, terms, out left);
            return new OrderAnswer(left, null, false, Faults.PassOrWithhold(updates));
        }
    }

    /// <summary>Cancels an open order; refused as unknown when it has ended.</summary>
    public OrderAnswer Cancel(SimulatedAccount account, SimulatedOrder? order)
    {
        lock (gate)
        {
            if (Current(account, order) is not { } open)
                return NoSuchOrder();
            List<ExecutionUpdate> updates = matcher.End(open, OrderEndReason.Cancelled);
            return new OrderAnswer(updates[^1].Order, null, false, Faults.PassOrWithhold(updates));
        }
    }

    /// <summary>Cancels all open orders of an account, or those of one symbol; returns them as they ended.</summary>
    public ImmutableArray<SimulatedOrder> CancelAll(SimulatedAccount account, string? symbol = null)
    {
        lock (gate)
        {
            ImmutableArray<SimulatedOrder>.Builder ended = ImmutableArray.CreateBuilder<SimulatedOrder>();
            foreach (SimulatedOrder order in OpenOrders(account, symbol).Where(open => open.Terms.Request.QuoteId is null))
            {
                List<ExecutionUpdate> updates = matcher.End(order, OrderEndReason.Cancelled);
                ended.Add(updates[^1].Order);
                Publish(updates);
            }

            return ended.ToImmutable();
        }
    }

    /// <summary>
    /// Changes price or size of an open order; what is null stays. Refused as unknown when it has ended, else by the checks of a new order,
    /// and then it stands as it did.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="order">The order.</param>
    /// <param name="price">Its new price in the quote asset.</param>
    /// <param name="quantity">Its new whole size, what has filled included, in contracts.</param>
    public OrderAnswer Replace(SimulatedAccount account, SimulatedOrder? order, decimal? price, decimal? quantity)
    {
        lock (gate)
        {
            if (Current(account, order) is not { } open)
                return NoSuchOrder();
            OrderRequest request = open.Terms.Request;
            request = request with { LimitPrice = price ?? request.LimitPrice, Quantity = quantity ?? request.Quantity };
            OrderTerms? terms = null;
            OrderRejection? rejection = Faults.TakeRejection()
                ?? JudgeReplacement(account, open, (request, request.Quantity - open.CumulativeQuantity), out terms);
            if (rejection is not null || terms is null)
                return new OrderAnswer(null, rejection, false, Faults.PassOrWithhold([]));
            List<ExecutionUpdate> updates = matcher.Replace(open, terms, out SimulatedOrder left);
            return new OrderAnswer(left, null, false, Faults.PassOrWithhold(updates));
        }
    }

    /// <summary>Fills an order that took a maker's quote, wholly; one that the venue has ended meanwhile only when its quote was said to have run out.</summary>
    /// <param name="answer">The answer to the order; while a fault withholds it, so is the fill.</param>
    /// <param name="price">The quoted price in the quote asset.</param>
    /// <param name="twice">True reports the fill twice.</param>
    /// <returns>False when the order had ended.</returns>
    internal bool Settle(OrderAnswer answer, decimal price, bool twice)
    {
        lock (gate)
        {
            SimulatedOrder order = matcher.Log.Get(answer.Order!.OrderId);
            if (order.IsEnded && order.EndReason != OrderEndReason.QuoteExpired)
                return false;
            List<ExecutionUpdate> updates = matcher.Settle(order, price);
            Faults.PassWith(answer.Release, twice ? [.. updates, .. updates] : updates);
            return true;
        }
    }

    /// <summary>Ends an order that took a maker's quote without a fill, unless it has ended.</summary>
    internal void Abandon(OrderAnswer answer, OrderEndReason reason, string text)
    {
        lock (gate)
        {
            if (matcher.Log.Get(answer.Order!.OrderId) is { IsEnded: false } order)
                Faults.PassWith(answer.Release, matcher.End(order with { EndText = text }, reason));
        }
    }

    /// <summary>
    /// Ends an open order and places another in its stead, with a number of its own and the same client id, as venues do that do not change
    /// an order in place. Refused as <see cref="Replace"/> is; the order then stands as it did.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="order">The order.</param>
    /// <param name="price">The price of the other in the quote asset; null keeps it.</param>
    /// <param name="quantity">The size of the other in contracts; zero or less only ends the order.</param>
    public OrderAnswer Reissue(SimulatedAccount account, SimulatedOrder? order, decimal? price, decimal quantity)
    {
        lock (gate)
        {
            if (Current(account, order) is not { } open)
                return NoSuchOrder();
            if (quantity <= 0m)
                return Cancel(account, open);
            OrderRequest request = open.Terms.Request;
            request = request with { LimitPrice = price ?? request.LimitPrice, Quantity = quantity };
            OrderTerms? terms = null;
            OrderRejection? rejection = Faults.TakeRejection() ?? JudgeReplacement(account, open, (request, quantity), out terms);
            if (rejection is not null || terms is null)
                return new OrderAnswer(null, rejection, false, Faults.PassOrWithhold([]));
            List<ExecutionUpdate> updates = matcher.End(open, OrderEndReason.Cancelled);
            updates.AddRange(matcher.Execute(account, terms, out SimulatedOrder left));
            return new OrderAnswer(left, null, false, Faults.PassOrWithhold(updates));
        }
    }

    /// <summary>
    /// The venue's dead man's switch: cancels the open orders of an account, or of one symbol, unless it is set again in time.
    /// </summary>
    /// <param name="account">Whose.</param>
    /// <param name="after">The time from now; null takes the switch away.</param>
    /// <param name="symbol">The symbol; null for all.</param>
    public void CancelAfter(SimulatedAccount account, TimeSpan? after, string? symbol = null)
    {
        lock (gate)
            switches.Set(account, after, symbol);
    }

    /// <summary>How often an account's dead man's switch has been set.</summary>
    public int CountSwitches(SimulatedAccount account)
    {
        lock (gate)
            return switches.Count(account);
    }

    /// <summary>Open orders of an account, or those of one symbol, in the order of acceptance.</summary>
    public ImmutableArray<SimulatedOrder> OpenOrders(SimulatedAccount account, string? symbol = null)
    {
        lock (gate)
            return [.. account.OpenOrders.Where(order => symbol is null || order.Symbol == symbol)];
    }

    /// <summary>An account's order by client id; null when it was never accepted.</summary>
    public SimulatedOrder? FindOrder(SimulatedAccount account, string clientOrderId)
    {
        lock (gate)
            return matcher.Log.Find(account.Name, clientOrderId);
    }

    /// <summary>An account's order by the venue's number; null when there is none.</summary>
    public SimulatedOrder? FindOrder(SimulatedAccount account, long orderId)
    {
        lock (gate)
            return matcher.Log.Find(account.Name, orderId);
    }

    /// <summary>All orders of an account, in the order of acceptance.</summary>
    public ImmutableArray<SimulatedOrder> Orders(SimulatedAccount account)
    {
        lock (gate)
            return matcher.Log.Orders(account.Name);
    }

    /// <summary>Every order request that ever arrived, refused and swallowed ones too, in the order of arrival.</summary>
    public ImmutableArray<OrderReception> Receptions()
    {
        lock (gate)
            return matcher.Log.Receptions();
    }

    /// <summary>How often an order request with this client id arrived, whatever became of it.</summary>
    public int CountReceptions(string clientOrderId)
    {
        lock (gate)
            return matcher.Log.CountReceptions(clientOrderId);
    }

    /// <summary>Adds to a balance, or takes from it when the quantity is negative, and tells the account's stream.</summary>
    public void Deposit(SimulatedAccount account, string asset, decimal quantity)
    {
        lock (gate)
        {
            Instant at = account.Stamp(options.Clock.Now);
            account.Credit(asset, quantity, at);
            Publish(new AccountChange(AccountChangeKind.Deposit, account, asset, quantity, statements.At(account, at), at));
        }
    }

    /// <summary>Chooses the leverage of a symbol, at least 1, and tells the account's stream.</summary>
    public void SetLeverage(SimulatedAccount account, string symbol, decimal leverage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(leverage, 1);
        lock (gate)
        {
            Instant at = account.Stamp(options.Clock.Now);
            account.SetLeverage(symbol, leverage);
            Publish(new AccountChange(AccountChangeKind.Leverage, account, symbol, leverage, statements.At(account, at), at));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        ITimer? running;
        lock (gate)
        {
            running = timer;
            timer = null;
            switches.Dispose();
        }

        if (running is not null)
            await running.DisposeAsync().ConfigureAwait(false);
        foreach (SimulatedMarketOptions market in options.Markets)
            (market.Source as IDisposable)?.Dispose();
    }

    // On a busy machine a move may outlast the interval; the next one then makes up for the moves that were left out.
    private void OnTimer()
    {
        if (Interlocked.Exchange(ref isMoving, true))
            return;
        try
        {
            MoveTo(options.Clock.Elapsed);
        }
        finally
        {
            Volatile.Write(ref isMoving, false);
        }
    }

    private void MoveTo(TimeSpan target)
    {
        lock (gate)
        {
            if (target > elapsed)
                elapsed = target;
            foreach (SimulatedMarket market in markets.Values)
            {
                market.Advance(elapsed);
                PublishTick(market);
            }

            keeper.Accrue(accountsByName.Values);
            foreach (SimulatedAccount account in accountsByName.Values)
                guard.Watch(account);
        }
    }

    private void PublishTick(SimulatedMarket market)
    {
        MarketTick? tick = market.Drain();
        if (tick is null || Faults.TakeSkippedTick(market.Instrument.Symbol))
            return;
        foreach (IExchangeListener listener in listeners)
            listener.OnTick(tick);
    }

    private OrderRejection? Judge(SimulatedAccount account, OrderRequest request, out OrderTerms? terms)
    {
        terms = null;
        if (Faults.TakeRejection() is { } injected)
            return injected;
        if (matcher.Log.Find(account.Name, request.ClientOrderId) is not null)
            return new OrderRejection(RejectionReason.DuplicateClientOrderId, $"order {request.ClientOrderId} was received before");
        if (!markets.TryGetValue(request.Symbol, out SimulatedMarket? market))
            return new OrderRejection(RejectionReason.UnknownSymbol, $"{request.Symbol} is not listed");
        if (market.Closed is { } word)
            return new OrderRejection(RejectionReason.UnknownSymbol, $"{request.Symbol}: {word}");
        OrderRejection? rejection = OrderChecks.Resolve(request, market.Instrument, account, out terms);
        if (rejection is not null || terms is null)
            return rejection;
        BookTaker taker = new(account.Name, request.Side, terms.LimitTicks, request.SelfMatch);
        if (options.RefusesTakingPostOnly && request.PostOnly && market.Reaches(taker))
            return new OrderRejection(RejectionReason.WouldTake, "the post-only order would trade at once");
        return request.ReduceOnly ? null : options.MarginRule.Judge(account, terms, markets);
    }

    /// <summary>What remains of a replaced order is judged as a new order of an account without the one that it replaces.</summary>
    private OrderRejection? JudgeReplacement(
        SimulatedAccount account, SimulatedOrder open, (OrderRequest Request, decimal Remaining) next, out OrderTerms? terms)
    {
        Instrument instrument = open.Terms.Instrument;
        (OrderRequest request, decimal remaining) = next;
        OrderRejection? rejection = OrderChecks.Resolve(request, instrument, account, out terms);
        if (rejection is not null || terms is null || request.ReduceOnly || remaining <= 0m)
            return rejection;
        if (!instrument.TryQuantity(remaining, out QuantityLots lots))
            return new OrderRejection(RejectionReason.QuantityOffGrid, $"{remaining} would remain");
        account.Close(open);
        rejection = options.MarginRule.Judge(account, terms with { QuantityLots = lots, Request = request with { Quantity = remaining } }, markets);
        account.Open(open);
        return rejection;
    }

    /// <summary>The order as it is now, if it is open and its owner may still change it; a maker looks at one that took a quote.</summary>
    private SimulatedOrder? Current(SimulatedAccount account, SimulatedOrder? order) =>
        order is not null && matcher.Log.Find(account.Name, order.OrderId) is { IsEnded: false, Terms.Request.QuoteId: null } open ? open : null;

    private static OrderAnswer NoSuchOrder() =>
        new(null, new OrderRejection(RejectionReason.UnknownOrder, "the order does not exist or has ended"), false, Task.CompletedTask);

    private void Receive(SimulatedAccount account, OrderRequest request, ReceptionOutcome outcome, OrderRejection? rejection) =>
        matcher.Log.Receive(new OrderReception(account.Name, request, outcome, rejection, options.Clock.Now));

    private void Publish(IReadOnlyList<ExecutionUpdate> updates)
    {
        foreach (ExecutionUpdate update in updates)
        {
            foreach (IExchangeListener listener in listeners)
                listener.OnExecution(update);
        }
    }

    private void Publish(AccountChange change)
    {
        if (change.Kind == AccountChangeKind.Insurance)
            Funds.Pay(change.Quantity);
        foreach (IExchangeListener listener in listeners)
            listener.OnAccountChange(change);
    }

    private void OnDisconnect(ConnectionKinds kinds)
    {
        foreach (IExchangeListener listener in listeners)
            listener.OnDisconnect(kinds);
    }
}
