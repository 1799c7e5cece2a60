using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Accounts;

/// <summary>
/// Judges accounts and orders by the router's own margin models under a rule set that belongs to the simulated venue. What is published
/// in config/margin makes a venue that agrees with the router; a test that alters tiers or collateral weights plants drift.
/// </summary>
public sealed class RuleSetMargin : IMarginRule
{
    private readonly IMarginModel model;
    private readonly MarginPictures pictures;
    private readonly SpotBalanceRule balances = new(feeFromQuote: true);

    /// <summary>Binds the rules to their model.</summary>
    /// <param name="rules">The venue's rules.</param>
    /// <param name="clock">The venue's time; needed where options or dated contracts are held.</param>
    public RuleSetMargin(MarginRuleSet rules, MarketClock? clock = null)
    {
        Rules = rules;
        model = MarginModelFactory.Create(rules);
        pictures = new MarginPictures(rules, clock);
    }

    /// <summary>The venue's rules.</summary>
    public MarginRuleSet Rules { get; }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">A mark or a table that the account needs is missing at the venue.</exception>
    public MarginFigures? Measure(SimulatedAccount account, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        MarginPicture picture = pictures.Of(account, markets);
        MarginAssessment found = Assess(picture, account.Name);
        return new MarginFigures(
            Rules.Reporting.Code,
            found.Equity - picture.UnrealisedProfit(),
            found.Equity,
            found.InitialMargin,
            found.MaintenanceMargin,
            Math.Max(0m, found.AcceptanceAvailable - found.AcceptanceRequired))
        {
            Picture = picture,
            Assessment = found,
        };
    }

    /// <inheritdoc />
    public OrderRejection? Judge(SimulatedAccount account, OrderTerms order, IReadOnlyDictionary<string, SimulatedMarket> markets)
    {
        MarginPicture picture = pictures.Of(account, markets, order);
        PendingFill candidate = new(picture.Instrument(order.Instrument.Symbol).Id, order.Side, order.QuantityLots, order.LimitTicks);
        if (!order.MovesPosition && Rules.Positions != PositionKeeping.None)
            return balances.Judge(account, order, markets) ?? JudgeExchange(picture, order);

        // No venue asks margin for an order that can only shrink what is held.
        decimal held = account.PositionQuantity(order.Instrument.Symbol);
        if (order.MovesPosition && Math.Sign(held) == -order.Side.Sign() && order.Quantity <= Math.Abs(held))
            return null;
        AccountEvaluator evaluator = new(
            picture.Reference, model, picture.Account, picture.Open, picture.Prices, FillStatePolicy.Any, BreachPolicy.ReduceOnly);
        return evaluator.Check([candidate]) is { } refusal ? Rejection(refusal) : null;
    }

    /// <summary>The margin of an account that a what-if question supposes; null with the first figure that the venue lacks.</summary>
    internal MarginAssessment? Suppose(
        IEnumerable<AssetBalance> balances,
        IReadOnlyList<SupposedPosition> positions,
        IReadOnlyDictionary<string, SimulatedMarket> markets,
        out (MarginPicture Picture, Refusal? Missing) found)
    {
        MarginPicture picture = pictures.Supposed(balances, positions, markets);
        MarginAssessment? margin = MarginAssessor.Assess(picture.Reference, model, picture.Account, [], [], picture.Prices, out Refusal? missing);
        found = (picture, missing);
        return margin;
    }

    /// <summary>The margin of an account with an order open beside what it holds; null with the first figure that the venue lacks.</summary>
    internal MarginAssessment? WithOrder(SimulatedAccount account, OrderTerms order, IReadOnlyDictionary<string, SimulatedMarket> markets, out Refusal? missing)
    {
        MarginPicture picture = pictures.Of(account, markets, order);
        PendingFill open = new(picture.Instrument(order.Instrument.Symbol).Id, order.Side, order.QuantityLots, order.LimitTicks);
        return MarginAssessor.Assess(picture.Reference, model, picture.Account, [], [.. picture.Open, open], picture.Prices, out missing);
    }

    /// <summary>
    /// What the positions of an account gain at each point of the venue's scenario grid: by underlying, by price move, at volatility down,
    /// the same and up. Empty where the rules have no grid.
    /// </summary>
    internal IReadOnlyList<(string Underlying, IReadOnlyList<(decimal Move, decimal[] Profits)> Ranges)> Grid(MarginFigures figures)
    {
        if (Rules.Scenario is not { } grid)
            return [];
        MarginPicture held = figures.Picture!;
        List<(string, IReadOnlyList<(decimal, decimal[])>)> units = [];
        foreach (IGrouping<Asset, PositionSnapshot> unit in held.Account.Positions
            .Where(position => !position.Quantity.IsFlat)
            .GroupBy(position => held.Reference[position.Instrument].Base)
            .OrderBy(unit => unit.Key.Code, StringComparer.Ordinal))
        {
            MarginPicture alone = held with { Open = [], Account = held.Account with { Balances = [], Positions = [.. unit] } };
            decimal today = Assess(alone, unit.Key.Code).Equity;
            (decimal Up, decimal Down) shock = grid.Volatility is { } volatility ? (volatility.Up, volatility.Down) : (0m, 0m);
            List<(decimal, decimal[])> ranges = [];
            foreach (decimal move in grid.Prices.Find(unit.Key.Code) ?? [])
                ranges.Add((move, [.. new[] { -shock.Down, 0m, shock.Up }.Select(change => Moved(alone, unit.Key, move, change) - today)]));
            units.Add((unit.Key.Code, ranges));
        }

        return units;
    }

    /// <summary>The mark at which a position is liquidated, other marks unchanged; null when flat or when no price does it.</summary>
    internal decimal? LiquidationPrice(MarginFigures figures, string symbol) => MarginAssessor.LiquidationPrice(
        figures.Picture!.Reference, model, figures.Picture.Account, figures.Picture.Instrument(symbol).Id, figures.Picture.Prices);

    /// <summary>Margin of one position by itself; zero when flat.</summary>
    internal MarginAssessment OfPosition(MarginFigures figures, string symbol) =>
        Assess(figures.Picture!.Alone(figures.Picture.Instrument(symbol).Id), symbol);

    /// <summary>What is liquidated by itself: each isolated position, else the whole account.</summary>
    internal IReadOnlyList<MarginPart> Parts(MarginFigures figures)
    {
        if (Rules.Book?.Scope != MarginScope.Isolated)
            return [Part(null, figures.Assessment!)];
        MarginPicture picture = figures.Picture!;
        return
        [
            .. picture.Account.Positions
                .Where(position => !position.Quantity.IsFlat)
                .Select(position => picture.Reference[position.Instrument].Symbol)
                .Select(symbol => Part(symbol, OfPosition(figures, symbol))),
        ];
    }

    /// <summary>What the venue closes first of a position, by its own rule; everything where it has none.</summary>
    internal LiquidationStep Liquidation(MarginFigures figures, MarginPart part, string symbol)
    {
        MarginPicture picture = figures.Picture!;
        Instrument instrument = picture.Instrument(symbol);
        decimal coins = Math.Abs(picture.Account.Positions.First(position => position.Instrument == instrument.Id).Quantity.Value) * instrument.BasePerLot;
        decimal value = coins * picture.Prices.Mark(instrument.Id)!.Value.Value;
        decimal size = Rules.TierUnit switch
        {
            TierUnit.Notional => value,
            TierUnit.Coins => coins,
            TierUnit.Contracts => coins / instrument.Multiplier,
        };
        picture.Prices.TryConvert(instrument.Quote, Rules.Reporting, out decimal rate, out _);
        MarginAssessment margin = part.Margin;
        LiquidatedPosition position = new(
            symbol,
            size,
            value * rate,
            Rules.FindTiers(symbol),
            margin.LiquidationRequirement ?? margin.MaintenanceMargin,
            margin.LiquidationEquity ?? margin.Equity);
        LiquidationStep everything = new(1m, position.Value, null, TakenOver: false);
        return Rules.Liquidation is { } rule ? LiquidationPlan.First(rule, position, out _) ?? everything : everything;
    }

    private decimal Moved(MarginPicture picture, Asset underlying, decimal move, decimal volatility)
    {
        StressScenario scenario = new()
        {
            Name = "grid",
            Moves = StressScenario.Calm.Moves.Add(underlying.Code, move),
            VolatilityMove = volatility,
        };
        PriceVector moved = scenario.Apply(picture.Reference, picture.Prices, Rules.Reporting);
        return Assess(picture with { Prices = moved }, underlying.Code).Equity;
    }

    private MarginPart Part(string? symbol, MarginAssessment margin) =>
        new(symbol, margin, MarginCaseEvaluator.Action(Rules, margin, MarginCaseEvaluator.VenueRatio(Rules.Ratio, margin)));

    /// <summary>Two balances are exchanged: the account must not lose equity that its positions need.</summary>
    private OrderRejection? JudgeExchange(MarginPicture picture, OrderTerms order)
    {
        MarginAssessment before = Assess(picture, order.Request.ClientOrderId);
        if (before.AcceptanceRequired == 0m)
            return null;
        MarginAssessment after = Assess(picture with { Account = Exchanged(picture.Account, order) }, order.Request.ClientOrderId);
        return after.AcceptanceRequired <= after.AcceptanceAvailable || after.Equity >= before.Equity
            ? null
            : new OrderRejection(
                RejectionReason.InsufficientMargin,
                $"leaves an equity of {after.Equity} {Rules.Reporting.Code} for a requirement of {after.AcceptanceRequired}");
    }

    private static MarginAccount Exchanged(MarginAccount account, OrderTerms order)
    {
        Instrument instrument = order.Instrument;
        decimal paid = (order.Side.Sign() * order.Notional) + (order.Notional * instrument.Fees.TakerRate);
        return account with { Balances = [.. Moved(Moved(account.Balances, instrument.Base, order.SignedQuantity), instrument.Quote, -paid)] };
    }

    private static IEnumerable<AssetBalance> Moved(IEnumerable<AssetBalance> balances, Asset asset, decimal change)
    {
        bool found = false;
        foreach (AssetBalance balance in balances)
        {
            found |= balance.Asset == asset;
            yield return balance.Asset == asset ? balance with { Quantity = balance.Quantity + change } : balance;
        }

        if (!found)
            yield return new AssetBalance(asset, change);
    }

    private MarginAssessment Assess(MarginPicture picture, string subject) =>
        MarginAssessor.Assess(picture.Reference, model, picture.Account, [], picture.Open.AsSpan(), picture.Prices, out Refusal? missing)
        ?? throw new InvalidOperationException($"the venue does not know the margin of {subject}: {missing}");

    private static OrderRejection Rejection(Refusal refusal) => new(
        refusal.Reason switch
        {
            RefusalReason.LeverageBracket or RefusalReason.TierMissing => RejectionReason.PositionLimit,
            RefusalReason.BalanceInsufficient => RejectionReason.InsufficientBalance,
            _ => RejectionReason.InsufficientMargin,
        },
        refusal.ToString());
}
