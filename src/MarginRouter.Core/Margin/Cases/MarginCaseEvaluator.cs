using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>Answers a margin case with the same models that judge routes.</summary>
public static class MarginCaseEvaluator
{
    /// <summary>Evaluates a case; null with the refusal when a figure is missing.</summary>
    public static MarginFigures? Evaluate(MarginCase margin, out Refusal? refusal) =>
        Figures(margin, out refusal) is { } figures
            ? figures with { Collateral = CaseCollateral.Of(margin, figures.InitialKnown ? figures.Margin : null) }
            : null;

    private static MarginFigures? Figures(MarginCase margin, out Refusal? refusal)
    {
        if (margin.Rules.Scenario is not null)
            return ScenarioCase.Evaluate(margin, out refusal);
        if (margin.Rules.Book is { } book)
            return BookCase.Evaluate(margin, book, out refusal);
        CaseAccount built = CaseAccount.Build(margin);
        IFrameRules model = MarginModelFactory.Frame(margin.Rules)!;
        LimitFrame frame = model.Open(built.Reference, built.Account, built.Prices, beyondTables: false);
        SlotFill[] fills = Place(frame, built, margin.Fills);
        SlotFill[] orders = Place(frame, built, [.. margin.Orders.Where(order => !order.ReduceOnly)]);
        refusal = frame.Unknown;
        if (refusal is not null)
            return null;
        bool marked = margin.Positions.All(position => position.Mark is not null);
        MarginAssessment found = frame.Assess(fills, orders);
        MarginAccount after = built.After(margin.Fills);
        LimitFrame filled = model.Open(built.Reference, after, built.Prices, beyondTables: false);
        var prices = ImmutableSortedDictionary.CreateBuilder<string, decimal?>(StringComparer.Ordinal);
        foreach (PositionSnapshot position in after.Positions)
        {
            if (!position.Quantity.IsFlat)
            {
                Instrument instrument = built.Reference[position.Instrument];
                prices[instrument.Symbol] = MarginAssessor.LiquidationPrice(built.Reference, MarginModelFactory.Create(margin.Rules), after, instrument.Id, built.Prices);
            }
        }

        decimal? ratio = VenueRatio(margin.Rules.Ratio, found);
        return new MarginFigures
        {
            Rules = margin.Rules.Name,
            Margin = marked ? found : null,
            InitialKnown = margin.Positions.All(position => position.Leverage is not null),
            VenueRatio = marked ? ratio : null,
            VenueRatioName = margin.Rules.Ratio?.Name,
            Action = marked ? Action(margin.Rules, found, ratio) : LadderAction.None,
            LiquidationPrices = prices.ToImmutable(),
            LiquidationDistance = marked && filled.Maintenance is not null ? LiquidationMove.Distance(model, built.Reference, filled) : null,
            Outlook = marked ? CaseOutlook.Of(margin, found) : [],
        };
    }

    /// <summary>
    /// Margin of a case without what has to be searched for (liquidation prices and distance), for those that ask many times; null with
    /// the refusal when a figure is missing. Positions without a mark stand at their entry.
    /// </summary>
    internal static MarginAssessment? Assess(MarginCase margin, out Refusal? refusal)
    {
        if (margin.Rules.Scenario is not null)
            return ScenarioCase.Assess(margin, out refusal)?.Assessment;
        if (margin.Rules.Book is { } book)
            return BookCase.Assess(margin, book, out refusal);
        CaseAccount built = CaseAccount.Build(margin);
        LimitFrame frame = MarginModelFactory.Frame(margin.Rules)!.Open(built.Reference, built.Account, built.Prices, beyondTables: false);
        SlotFill[] fills = Place(frame, built, margin.Fills);
        SlotFill[] orders = Place(frame, built, [.. margin.Orders.Where(order => !order.ReduceOnly)]);
        refusal = frame.Unknown;
        return refusal is null ? frame.Assess(fills, orders) : null;
    }

    /// <summary>The venue's own ratio, from the utilisation that every venue is normalised to (margin-models section 10.1).</summary>
    public static decimal? VenueRatio(RatioRule? rule, MarginAssessment found)
    {
        if (rule is null || found.MaintenanceMargin == 0m)
            return null;
        return rule.Form switch
        {
            RatioForm.RequirementOverEquity => found.Equity == 0m ? null : rule.LiquidateAt * found.MaintenanceMargin / found.Equity,
            RatioForm.EquityOverRequirement => rule.LiquidateAt * found.Equity / found.MaintenanceMargin,
        };
    }

    /// <summary>What the venue does at a value of its ratio.</summary>
    public static LadderAction Action(MarginRuleSet rules, MarginAssessment found, decimal? ratio)
    {
        if (found.Utilisation is null)
            return LadderAction.Liquidation;
        LadderAction action = LadderAction.None;
        foreach (LadderStep step in rules.Ladder)
        {
            bool reached = rules.Ratio!.Form switch
            {
                RatioForm.RequirementOverEquity => ratio >= step.At,
                RatioForm.EquityOverRequirement => ratio <= step.At,
            };
            action = reached ? step.Action : action;
        }

        return action;
    }

    private static SlotFill[] Place(LimitFrame frame, CaseAccount built, ImmutableArray<CaseOrder> orders)
    {
        List<SlotFill> placed = [];
        foreach (CaseOrder order in orders)
        {
            Instrument instrument = built.Find(order.Instrument);
            int slot = frame.Slot(instrument.Id, out Refusal? missing);
            if (missing is not null)
            {
                frame.Miss(missing);
                continue;
            }

            decimal lots = order.Quantity / instrument.LotSize;
            placed.Add(new SlotFill(slot, frame[slot].Terms(order.Side, lots, order.Price, order.Fee / frame[slot].Rate / lots)));
        }

        return [.. placed];
    }
}
