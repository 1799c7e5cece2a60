using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Accounts;

/// <summary>
/// An account of a simulated venue. Its holdings are changed by the venue only, under the venue's gate; ask the venue for a
/// statement to look at them from outside. Margin rules, which the venue calls under its gate, may read the members below.
/// </summary>
public sealed class SimulatedAccount
{
    private readonly SortedDictionary<string, decimal> balances = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SimulatedPosition> positions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, SimulatedOrder> open = [];
    private readonly Dictionary<string, decimal> leverages;
    private readonly decimal defaultLeverage;
    private readonly long resolutionNanoseconds;
    private long lastStamp;

    internal SimulatedAccount(
        SimulatedAccountOptions options,
        IReadOnlyDictionary<string, SimulatedMarket> markets,
        long resolutionNanoseconds,
        Instant openedAt)
    {
        Name = options.Name;
        ApiKey = options.ApiKey;
        ApiSecret = options.ApiSecret;
        ApiPassphrase = options.ApiPassphrase;
        leverages = new Dictionary<string, decimal>(options.Leverages, StringComparer.Ordinal);
        defaultLeverage = options.DefaultLeverage;
        IsIsolated = options.IsIsolated;
        CreditLines = options.CreditLines;
        this.resolutionNanoseconds = resolutionNanoseconds;
        foreach ((string asset, decimal quantity) in options.Balances)
            balances[asset] = quantity;
        ChangedAt = Stamp(openedAt);
        foreach (OpeningPosition opening in options.Positions)
        {
            if (!markets.TryGetValue(opening.Symbol, out SimulatedMarket? market))
                throw new ArgumentException($"account {options.Name} holds {opening.Symbol}, which this venue does not list", nameof(options));
            SimulatedPosition position = new(market.Instrument, opening.Quantity, opening.EntryPrice, Leverage(opening.Symbol), ChangedAt);
            positions[opening.Symbol] = IsIsolated
                ? position with { IsIsolated = true, IsolatedMargin = opening.IsolatedMargin ?? position.Notional(opening.EntryPrice) / position.Leverage }
                : position;
            if (!market.Instrument.IsDerivative)
                Owe(market.Instrument, Math.Abs(opening.Quantity), opening.EntryPrice, ChangedAt);
        }
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>API key or user name.</summary>
    public string ApiKey { get; }

    /// <summary>API secret or password.</summary>
    public string ApiSecret { get; }

    /// <summary>The key's passphrase; empty where the venue has none.</summary>
    public string ApiPassphrase { get; }

    /// <summary>Balances by asset code, in the order of the codes.</summary>
    public IReadOnlyDictionary<string, decimal> Balances => balances;

    /// <summary>Positions by symbol, flat ones too, in the order of the symbols.</summary>
    public IReadOnlyDictionary<string, SimulatedPosition> Positions => positions;

    /// <summary>True when each position has margin of its own beside the wallet.</summary>
    public bool IsIsolated { get; }

    /// <summary>The most that the venue lends of an asset, by asset code; empty where it lends nothing.</summary>
    public IReadOnlyDictionary<string, decimal> CreditLines { get; }

    /// <summary>Its orders that rest in books, in the order of acceptance.</summary>
    public IReadOnlyCollection<SimulatedOrder> OpenOrders => open.Values;

    /// <summary>What it owes.</summary>
    internal AccountDebts Debts { get; } = new();

    /// <summary>Venue time of the last change of its holdings.</summary>
    internal Instant ChangedAt { get; private set; }

    /// <summary>Balance of an asset; zero when it was never touched.</summary>
    public decimal Balance(string asset) => balances.GetValueOrDefault(asset);

    /// <summary>What its open orders would give away of an asset, fees apart; orders that move positions give away none.</summary>
    public decimal Locked(string asset)
    {
        decimal locked = 0m;
        foreach (SimulatedOrder order in open.Values)
        {
            Instrument instrument = order.Terms.Instrument;
            bool buys = order.Terms.Side == Side.Buy;
            if (!order.Terms.MovesPosition && (buys ? instrument.Quote : instrument.Base).Code == asset)
                locked += order.LeavesQuantity * (buys ? order.Terms.Price : 1m);
        }

        return locked;
    }

    /// <summary>Leverage chosen for a symbol.</summary>
    public decimal Leverage(string symbol) => leverages.GetValueOrDefault(symbol, defaultLeverage);

    /// <summary>Signed position in a symbol in contracts; zero when there is none.</summary>
    public decimal PositionQuantity(string symbol) =>
        positions.TryGetValue(symbol, out SimulatedPosition? position) ? position.Quantity : 0;

    /// <summary>
    /// The next venue time of this account: at the venue's resolution, later than every stamp given before, so that each trade has a
    /// time of its own and each statement knows exactly which trades it contains.
    /// </summary>
    internal Instant Stamp(Instant now)
    {
        long current = now.Nanoseconds / resolutionNanoseconds * resolutionNanoseconds;
        lastStamp = Math.Max(current, lastStamp + resolutionNanoseconds);
        return new Instant(lastStamp);
    }

    /// <summary>An order rests.</summary>
    internal void Open(SimulatedOrder order) => open[order.OrderId] = order;

    /// <summary>An order does not rest any more.</summary>
    internal void Close(SimulatedOrder order) => open.Remove(order.OrderId);

    /// <summary>An order has changed; one that rested and has ended does not rest any more.</summary>
    internal void Follow(SimulatedOrder order)
    {
        if (!open.ContainsKey(order.OrderId))
            return;
        if (order.IsEnded)
            Close(order);
        else
            Open(order);
    }

    internal void SetLeverage(string symbol, decimal leverage)
    {
        leverages[symbol] = leverage;
        if (positions.TryGetValue(symbol, out SimulatedPosition? position))
            positions[symbol] = position with { Leverage = leverage };
    }

    internal void Credit(string asset, decimal quantity, Instant at)
    {
        decimal balance = Balance(asset) + quantity;
        if (CreditLines.ContainsKey(asset))
        {
            if (balance < 0m)
            {
                Debts.Add(new DebtLot(asset, null, -balance, -balance, at));
                balance = 0m;
            }
            else
            {
                balance = Debts.Repay(asset, balance);
            }
        }

        balances[asset] = balance;
        ChangedAt = at;
    }

    /// <summary>Charges interest on borrowed units.</summary>
    internal void Charge(string asset, decimal amount, Instant at)
    {
        Debts.Charge(asset, amount);
        ChangedAt = at;
    }

    /// <summary>Adds to the margin that stands for one isolated position.</summary>
    internal void AddIsolatedMargin(string symbol, decimal amount, Instant at)
    {
        SimulatedPosition position = positions[symbol];
        positions[symbol] = position with { IsolatedMargin = position.IsolatedMargin + amount, UpdatedAt = at };
        ChangedAt = at;
    }

    /// <summary>Books a fill on a position and its profit in the settlement asset; returns the realised profit or loss.</summary>
    internal decimal MovePosition(OrderTerms terms, decimal signedQuantity, decimal price, int decimals, Instant at)
    {
        Instrument instrument = terms.Instrument;
        decimal leverage = terms.Leverage;
        SimulatedPosition before = positions.TryGetValue(instrument.Symbol, out SimulatedPosition? held)
            ? held
            : new SimulatedPosition(instrument, 0, 0, leverage, at) { IsIsolated = IsIsolated };
        if (before.Quantity == 0)
            before = before with { Leverage = leverage };
        SimulatedPosition after = before.After(signedQuantity, price, at, out decimal exact);
        decimal realised = Math.Round(exact, decimals, MidpointRounding.ToEven);
        if (IsIsolated)
            after = after with { IsolatedMargin = before.SetAside(after, price, decimals) };
        positions[instrument.Symbol] = after;
        decimal freed = before.IsolatedMargin - after.IsolatedMargin;
        if (realised + freed != 0)
            Credit(instrument.Settlement.Code, realised + freed, at);
        if (!instrument.IsDerivative)
            Owe(instrument, before, after, price);
        ChangedAt = at;
        return realised;
    }

    /// <summary>A margined pair is bought or sold with borrowed money: what a fill opens is owed, what it closes is paid back.</summary>
    private void Owe(Instrument instrument, SimulatedPosition before, SimulatedPosition after, decimal price)
    {
        bool turns = Math.Sign(before.Quantity) != Math.Sign(after.Quantity);
        decimal kept = turns ? 0m : Math.Min(Math.Abs(before.Quantity), Math.Abs(after.Quantity));
        decimal closed = Math.Abs(before.Quantity) - kept;
        if (closed > 0m)
            Debts.Close(instrument.Symbol, closed);
        if (Math.Abs(after.Quantity) > kept)
            Owe(instrument, Math.Abs(after.Quantity) - kept, price, after.UpdatedAt);
    }

    private void Owe(Instrument instrument, decimal size, decimal price, Instant at) =>
        Debts.Add(new DebtLot(instrument.Quote.Code, instrument.Symbol, size, size * instrument.Multiplier * price, at));
}
