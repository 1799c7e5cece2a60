using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>What all private sessions share: tokens, order admission, the engine's counters, and the way to the venue.</summary>
internal sealed class KrakenPrivateDesk
{
    /// <summary>Most seconds of the dead man's switch: a day.</summary>
    public const decimal LongestSilence = 86_400;

    private const int TradesInSnapshot = 50;
    private const long FirstOwnLedgerId = 1_000_000_000_000;
    private readonly SimulatedExchange exchange;
    private readonly IReadOnlyDictionary<string, KrakenPair> pairs;
    private readonly KrakenOrderEntry entry;
    private readonly KrakenSimulatorOptions options;
    private readonly KrakenTokens tokens = new();
    private readonly Dictionary<(string Account, string Symbol), KrakenRateCounter> counters = [];
    private long unnamedOrders;
    private long ownLedgerEntries;

    /// <summary>Makes the desk of one venue.</summary>
    public KrakenPrivateDesk(SimulatedExchange exchange, IReadOnlyDictionary<string, KrakenPair> pairs, KrakenSimulatorOptions options)
    {
        this.exchange = exchange;
        this.pairs = pairs;
        this.options = options;
        entry = new KrakenOrderEntry(pairs);
    }

    /// <summary>Venue time.</summary>
    public Instant Now => exchange.Clock.Now;

    /// <summary>Threshold of the engine's counter per pair.</summary>
    public decimal MaximumRateCount => options.OrderRateThreshold;

    /// <summary>How long a fault delays answers.</summary>
    public TimeSpan AnswerDelay => exchange.Faults.AnswerDelay;

    /// <summary>The market's state; orders are refused unless it is online.</summary>
    public KrakenSystemStatus SystemStatus { get; set; } = KrakenSystemStatus.Online;

    /// <summary>A number for a ledger entry that no trade made; beyond those of trades.</summary>
    public long NextLedgerId() => FirstOwnLedgerId + Interlocked.Increment(ref ownLedgerEntries);

    /// <summary>The pair with this symbol; it must be listed.</summary>
    public KrakenPair Pair(string symbol) => pairs[symbol];

    /// <summary>All pairs.</summary>
    public IEnumerable<KrakenPair> Pairs => pairs.Values;

    /// <summary>A new WebSocket token.</summary>
    public string IssueToken(SimulatedAccount account) => exchange.Locked(() => tokens.Issue(account, Now));

    /// <summary>The account of a fresh token, or null.</summary>
    public SimulatedAccount? FindByToken(string token) => exchange.Locked(() => tokens.Find(token, Now));

    /// <summary>Runs under the venue's gate.</summary>
    public void Locked(Action work) => exchange.Locked(() =>
    {
        work();
        return true;
    });

    /// <summary>Runs under the venue's gate.</summary>
    public T Locked<T>(Func<T> work) => exchange.Locked(work);

    /// <summary>What the account holds now.</summary>
    public AccountStatement Statement(SimulatedAccount account) => exchange.Statement(account);

    /// <summary>The account's last fifty trades, oldest first.</summary>
    public IReadOnlyList<(SimulatedOrder Order, SimulatedFill Fill)> LastTrades(SimulatedAccount account) =>
        [.. exchange.Orders(account)
            .SelectMany(order => order.Fills.Select(fill => (order, fill)))
            .OrderBy(trade => trade.fill.Time)
            .TakeLast(TradesInSnapshot)];

    /// <summary>Checks an order before it goes to matching; returns the venue's error text, or null with the order.</summary>
    public string? Admit(KrakenRequest request, SimulatedAccount account, out OrderRequest? order)
    {
        order = null;
        if (SystemStatus != KrakenSystemStatus.Online)
            return $"EService:Market in {KrakenWords.Of(SystemStatus)} mode";
        if (request.Text("deadline") is string text)
        {
            if (!KrakenTime.TryParse(text, out Instant deadline))
                return KrakenErrors.InvalidArgument("deadline");
            if (deadline < request.Received)
                return KrakenErrors.DeadlineElapsed;
        }

        order = entry.TryRead(request, $"unnamed-{Interlocked.Increment(ref unnamedOrders)}", out string error);
        if (order is null)
            return error;
        string symbol = order.Symbol;
        return exchange.Locked(() => Counter(account.Name, symbol).TryAdd(Now)) ? null : KrakenErrors.RateLimit;
    }

    /// <summary>Matches an order.</summary>
    public OrderAnswer Place(SimulatedAccount account, OrderRequest order) => exchange.Place(account, order);

    /// <summary>Cancels an order by the venue's id, or by the client's.</summary>
    public OrderAnswer Cancel(SimulatedAccount account, string? orderId, string? clientId) => exchange.Cancel(account, Find(account, orderId, clientId));

    /// <summary>Cancels all open orders; how many.</summary>
    public int CancelAll(SimulatedAccount account) => exchange.CancelAll(account).Length;

    /// <summary>Sets the dead man's switch of an account, or takes it away with zero seconds; when it would fire, or null.</summary>
    public Instant? CancelAfter(SimulatedAccount account, decimal seconds)
    {
        TimeSpan? after = seconds == 0m ? null : TimeSpan.FromSeconds((double)seconds);
        exchange.CancelAfter(account, after);
        return after is { } wait ? Now.PlusMilliseconds((long)wait.TotalMilliseconds) : null;
    }

    /// <summary>Changes price or size of an order.</summary>
    public OrderAnswer Amend(SimulatedAccount account, KrakenRequest request) => exchange.Replace(
        account, Find(account, request.Text("order_id"), request.Text("cl_ord_id")), request.Number("limit_price"), request.Number("order_qty"));

    /// <summary>Orders in the book.</summary>
    public IReadOnlyList<SimulatedOrder> OpenOrders(SimulatedAccount account) => exchange.OpenOrders(account);

    private SimulatedOrder? Find(SimulatedAccount account, string? orderId, string? clientId) =>
        orderId is not null ? exchange.Orders(account).FirstOrDefault(order => KrakenIds.Order(order.OrderId) == orderId)
        : clientId is not null ? exchange.FindOrder(account, clientId)
        : null;

    /// <summary>Sends an answer once a fault lets it go, unless the connection has ended by then.</summary>
    public void Later(KrakenConnection connection, Task release, TimeSpan delay, Action send) =>
        _ = LaterAsync(connection, release, delay, send);

    private async Task LaterAsync(KrakenConnection connection, Task release, TimeSpan delay, Action send)
    {
        Task ready = Task.WhenAll(release, Task.Delay(delay, exchange.Clock.Time));
        if (await Task.WhenAny(ready, connection.Closed) == ready)
            send();
    }

    private KrakenRateCounter Counter(string account, string symbol)
    {
        if (!counters.TryGetValue((account, symbol), out KrakenRateCounter? counter))
        {
            counter = new KrakenRateCounter(options.OrderRateThreshold, options.OrderRateDecayPerSecond);
            counters.Add((account, symbol), counter);
        }

        return counter;
    }
}
