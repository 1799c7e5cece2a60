using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>Answers a margin case under scenario rules: the whole book at once.</summary>
internal static class ScenarioCase
{
    /// <summary>Evaluates a case; null with the refusal when a figure is missing.</summary>
    public static MarginFigures? Evaluate(MarginCase margin, out Refusal? refusal)
    {
        if (Assess(margin, out refusal) is not { } judged)
            return null;
        MarginRuleSet rules = margin.Rules;
        (ScenarioBook book, ScenarioFigures found, MarginAssessment assessment) = judged;
        bool marked = margin.Positions.All(position => position.Mark is not null);
        decimal? ratio = Ratio(rules.Ratio!, found);
        return new MarginFigures
        {
            Rules = rules.Name,
            Margin = marked ? assessment : null,
            InitialKnown = true,
            VenueRatio = marked ? ratio : null,
            VenueRatioName = rules.Ratio!.Name,
            Action = marked ? MarginCaseEvaluator.Action(rules, assessment, ratio) : LadderAction.None,
            LiquidationPrices = book.Legs.Where(leg => leg.Units != 0m).ToImmutableSortedDictionary(
                leg => leg.Instrument, leg => ScenarioLiquidation.Price(rules, book, leg.Instrument), StringComparer.Ordinal),
            LiquidationDistance = marked ? ScenarioLiquidation.Distance(rules, book) : null,
            Worst = marked ? found.Worst : null,
        };
    }

    /// <summary>The margin of a case, with the book after its fills; null with the refusal when a figure is missing.</summary>
    public static (ScenarioBook Book, ScenarioFigures Figures, MarginAssessment Assessment)? Assess(MarginCase margin, out Refusal? refusal)
    {
        MarginRuleSet rules = margin.Rules;
        ImmutableArray<CaseOrder> orders = [.. margin.Orders.Where(order => !order.ReduceOnly)];
        refusal = !orders.IsEmpty && rules.Scenario!.Gaps.Contains(ScenarioGap.Orders)
            ? new Refusal(RefusalReason.TierMissing, $"margin of open orders in {rules.Name}")
            : null;
        if (refusal is not null || Build(margin, out refusal) is not { } built)
            return null;
        ScenarioBook book = Filled(margin, built, margin.Fills, booked: true);
        if (ScenarioMargin.Evaluate(rules, book, out refusal) is not { } found
            || WithOrders(margin, book, orders, found.Initial, out refusal) is not { } required)
            return null;
        return (book, found, new MarginAssessment(found.Equity, found.Initial, found.Maintenance, required, found.Equity, found.Terms)
        {
            LiquidationRequirement = found.ClosingFee == 0m ? null : found.Kept,
        });
    }

    /// <summary>
    /// Initial margin that the venue wants while orders are open: the largest over what can fill at once of one kind (nothing, all buys,
    /// all sells, everything), because what a hedge takes off the scan must not hide what the orders could leave without it.
    /// </summary>
    private static decimal? WithOrders(MarginCase margin, ScenarioBook book, ImmutableArray<CaseOrder> orders, decimal initial, out Refusal? refusal)
    {
        refusal = null;
        decimal worst = initial;
        ImmutableArray<CaseOrder>[] states = [[.. orders.Where(order => order.Side == Side.Buy)], [.. orders.Where(order => order.Side == Side.Sell)], orders];
        foreach (ImmutableArray<CaseOrder> state in states.Where(state => !state.IsEmpty))
        {
            if (ScenarioMargin.Evaluate(margin.Rules, Filled(margin, book, state, booked: false), out refusal) is not { } found)
                return null;
            worst = Math.Max(worst, found.Initial);
        }

        return worst;
    }

    private static decimal? Ratio(RatioRule rule, ScenarioFigures found)
    {
        decimal kept = found.Kept;
        return rule.Form switch
        {
            RatioForm.RequirementOverEquity => found.Equity == 0m ? null : rule.LiquidateAt * kept / found.Equity,
            RatioForm.EquityOverRequirement => kept == 0m ? null : rule.LiquidateAt * found.Equity / kept,
        };
    }

    private static ScenarioBook? Build(MarginCase margin, out Refusal? refusal)
    {
        refusal = null;
        var prices = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        prices.AddRange(margin.Prices);
        foreach (CaseBalance balance in margin.Balances.Where(balance => balance.Price is not null))
            prices[balance.Asset.Code] = balance.Price!.Value;
        prices[margin.Rules.Reporting.Code] = 1m;
        ImmutableArray<ScenarioLeg>.Builder legs = ImmutableArray.CreateBuilder<ScenarioLeg>();
        foreach (CasePosition position in margin.Positions)
        {
            string quote = Quote(margin.Rules, position.Instrument);
            if (!prices.TryGetValue(quote, out decimal rate) && position.Kind is InstrumentKind.LinearPerpetual or InstrumentKind.Spot)
                refusal ??= new Refusal(RefusalReason.CurrencyMissing, $"{quote} in {margin.Rules.Reporting.Code}");
            decimal? mark = position.Mark ?? (position.EntryPrice > 0m ? position.EntryPrice : null);
            if (mark is null)
                refusal ??= new Refusal(RefusalReason.PriceMissing, $"mark of {position.Instrument}");
            if (refusal is not null)
                return null;
            legs.Add(Leg(position, quote, rate == 0m ? 1m : rate, mark!.Value));
        }

        var balances = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        foreach (CaseBalance balance in margin.Balances)
            balances[balance.Asset.Code] = balances.GetValueOrDefault(balance.Asset.Code) + balance.Quantity;
        return new ScenarioBook { Legs = legs.ToImmutable(), Balances = balances.ToImmutable(), Prices = prices.ToImmutable() };
    }

    private static ScenarioLeg Leg(CasePosition position, string quote, decimal rate, decimal mark) => new()
    {
        Instrument = position.Instrument,
        Underlying = position.Underlying.Code,
        Kind = position.Kind switch
        {
            InstrumentKind.Spot => ScenarioLegKind.Spot,
            InstrumentKind.Option => ScenarioLegKind.Option,
            InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture => ScenarioLegKind.Inverse,
            InstrumentKind.LinearPerpetual or InstrumentKind.LinearFuture => ScenarioLegKind.Linear,
        },
        Units = position.Quantity * position.Multiplier,
        Entry = position.EntryPrice,
        Mark = mark,
        Quote = quote,
        QuoteRate = rate,
        Years = position.Years,
        Option = position.Option,
    };

    /// <summary>The quote currency that stands in a name such as BTC-USDT-SWAP where the rules tell quotes apart; else the reporting currency.</summary>
    private static string Quote(MarginRuleSet rules, string instrument) =>
        rules.Scenario!.Mismatch is { } mismatch
            ? instrument.Split('-').FirstOrDefault(part => mismatch.Quotes.Contains(part)) ?? rules.Reporting.Code
            : rules.Reporting.Code;

    /// <summary>The book when orders have filled. Booked, their profit against the mark and their fees count in equity.</summary>
    private static ScenarioBook Filled(MarginCase margin, ScenarioBook book, ImmutableArray<CaseOrder> orders, bool booked)
    {
        foreach (CaseOrder order in orders)
        {
            CasePosition position = margin.Positions.Single(one => one.Instrument == order.Instrument);
            ScenarioFill fill = new(
                order.Instrument, order.Side.Sign() * order.Quantity * position.Multiplier, order.Price, booked ? order.Fee : null);
            book = fill.Apply(book, margin.Rules.Scenario!.CoinOptions);
        }

        return book;
    }
}
