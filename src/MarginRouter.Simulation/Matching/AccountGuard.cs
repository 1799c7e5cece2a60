using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>
/// Watches accounts against the ladder of the venue's rules after every move of the markets: tells an account when it comes to a worse
/// step, and closes positions by the venue's liquidation rule against the book. Borrowed balances without a position are warned of and
/// not sold. Used under the venue's gate.
/// </summary>
internal sealed class AccountGuard(
    SimulatedExchangeOptions options, IReadOnlyDictionary<string, SimulatedMarket> markets, AccountStatements statements, OrderMatcher matcher)
{
    private readonly Dictionary<(string Account, string? Symbol), LadderAction> steps = [];
    private readonly Dictionary<(string Account, string? Symbol), Instant> waits = [];
    private long lastLiquidation;

    /// <summary>Told of margin calls and of what the insurance fund pays.</summary>
    public required Action<AccountChange> Changed { get; init; }

    /// <summary>Told of liquidation orders.</summary>
    public required Action<List<ExecutionUpdate>> Executed { get; init; }

    /// <summary>Judges an account and acts on what is found.</summary>
    public void Watch(SimulatedAccount account)
    {
        bool holds = account.Positions.Values.Any(position => position.Quantity != 0m);
        if (options.MarginRule is not RuleSetMargin rule || (!holds && account.Debts.Lots.Count == 0))
            return;
        MarginFigures figures = rule.Measure(account, markets)!;
        foreach (MarginPart part in rule.Parts(figures))
        {
            (string, string?) key = (account.Name, part.Symbol);
            LadderAction before = steps.GetValueOrDefault(key, LadderAction.None);
            steps[key] = part.Action;
            if (part.Action > before)
                Changed(Change(AccountChangeKind.MarginCall, account, part.Symbol ?? rule.Rules.Reporting.Code, 0m));
            if (holds && part.Action >= LadderAction.PartialLiquidation)
                Liquidate(rule, figures, part, account);
        }
    }

    private void Liquidate(RuleSetMargin rule, MarginFigures figures, MarginPart part, SimulatedAccount account)
    {
        Instant now = options.Clock.Now;
        (string, string?) key = (account.Name, part.Symbol);
        if (waits.TryGetValue(key, out Instant next) && now < next)
            return;
        string symbol = part.Symbol ?? Largest(rule, figures, account);
        LiquidationStep step = rule.Liquidation(figures, part, symbol);
        if (step.WaitSeconds is { } seconds)
            waits[key] = now.PlusMilliseconds((long)(seconds * 1_000m));
        Instrument instrument = markets[symbol].Instrument;
        decimal held = account.PositionQuantity(symbol);
        long all = (long)(Math.Abs(held) / instrument.LotSize);
        long lots = Math.Min(all, (long)decimal.Ceiling(all * step.ClosedShare));
        if (lots == 0L)
            return;
        foreach (SimulatedOrder open in account.OpenOrders.Where(order => order.Symbol == symbol).ToArray())
            Executed(matcher.End(open, OrderEndReason.Liquidation));
        decimal wallet = account.Balance(instrument.Settlement.Code);
        Executed(matcher.Execute(account, Terms(account, instrument, held, lots), out _));
        Insure(account, part, (instrument.Settlement.Code, wallet));
    }

    /// <summary>The insurance fund bears what a liquidation lost beyond what stood for it, once that is closed.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="part">What was liquidated.</param>
    /// <param name="settled">The settlement asset, and its balance before where only the margin put aside stood for the position.</param>
    private void Insure(SimulatedAccount account, MarginPart part, (string Asset, decimal Before) settled)
    {
        bool isClosed = part.Symbol is { } own
            ? account.PositionQuantity(own) == 0m
            : account.Positions.Values.All(position => position.Quantity == 0m);
        decimal missing = (part.Symbol is null ? 0m : settled.Before) - account.Balance(settled.Asset);
        if (!isClosed || missing <= 0m)
            return;
        account.Credit(settled.Asset, missing, account.Stamp(options.Clock.Now));
        Changed(Change(AccountChangeKind.Insurance, account, settled.Asset, missing));
    }

    private OrderTerms Terms(SimulatedAccount account, Instrument instrument, decimal held, long lots)
    {
        Side side = held > 0m ? Side.Sell : Side.Buy;

        // A liquidation takes whatever the book holds; the fund pays what the account cannot.
        decimal mark = markets[instrument.Symbol].MarkPrice!.Value;
        PriceTicks limit = new(side == Side.Sell ? 1L : (long)(2m * mark / instrument.TickSize));
        OrderRequest request = new()
        {
            ClientOrderId = $"autoclose-{++lastLiquidation}",
            Symbol = instrument.Symbol,
            Side = side,
            Quantity = lots * instrument.LotSize,
            LimitPrice = instrument.Price(limit),
            ReduceOnly = true,
            Margined = !instrument.IsDerivative,
            IsLiquidation = true,
        };
        return new OrderTerms(request, instrument, limit, new QuantityLots(lots), account.Leverage(instrument.Symbol));
    }

    /// <summary>The position that needs most maintenance is closed first.</summary>
    private static string Largest(RuleSetMargin rule, MarginFigures figures, SimulatedAccount account) => account.Positions.Values
        .Where(position => position.Quantity != 0m)
        .MaxBy(position => rule.OfPosition(figures, position.Instrument.Symbol).MaintenanceMargin)!.Instrument.Symbol;

    private AccountChange Change(AccountChangeKind kind, SimulatedAccount account, string subject, decimal quantity)
    {
        Instant at = account.Stamp(options.Clock.Now);
        return new AccountChange(kind, account, subject, quantity, statements.At(account, at), at);
    }
}
