using System.Collections.Immutable;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Search;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>Looks ahead of the contracts of a case: tier bounds and the venue's first liquidation step.</summary>
internal static class CaseOutlook
{
    private static readonly BookRules AccountWide = new();

    /// <summary>One entry for each held contract that has a tier table, in the order of the case; none without an amount in one currency.</summary>
    /// <param name="margin">The case.</param>
    /// <param name="found">Its margin after the fills.</param>
    public static ImmutableArray<PositionOutlook> Of(MarginCase margin, MarginAssessment found)
    {
        // The other rule sets without book rules know spot pairs only, which have no tier of maintenance.
        if (margin.Rules.Book is null && margin.Rules.Model != MarginModelKind.TieredDerivative)
            return [];
        BookRules rules = margin.Rules.Book ?? AccountWide;
        if (BookBuilder.Build(margin, rules, out _) is not { } before)
            return [];
        MarginBook book = BookFills.Apply(before, margin.Fills);
        ImmutableArray<TierBreakpoint> bounds = TierBreakpoints.Of(book);
        ImmutableArray<PositionOutlook>.Builder outlook = ImmutableArray.CreateBuilder<PositionOutlook>();
        foreach (BookPosition position in book.Held)
        {
            if (bounds.FirstOrDefault(one => one.Instrument == position.Instrument) is not { Size: { } size } bound)
                continue;
            decimal? largest = position.Leverage is { } chosen ? margin.Rules.FindTiers(position.Instrument)?.LargestAt(chosen) : null;
            LiquidationStep? step = Step(margin.Rules, book, (position, size), found, out Refusal? missing);
            outlook.Add(new PositionOutlook(position.Instrument, bound.Contracts, bound.PriceAbove, bound.PriceBelow, step, missing)
            {
                LargestAtLeverage = largest,
                AboveLeverage = size > largest,
                LargestPosition = margin.Rules.LogarithmicScales.TryGetValue(position.Instrument, out decimal scale) && position.Leverage is { } leverage
                    ? LogarithmicLimit.Largest(scale, found.Equity, leverage, position.Price)
                    : null,
            });
        }

        return outlook.ToImmutable();
    }

    /// <summary>An account that is not due yet is looked at where it will be: requirement and equity alike.</summary>
    private static LiquidationStep? Step(
        MarginRuleSet rules, MarginBook book, (BookPosition Position, decimal Size) held, MarginAssessment found, out Refusal? missing)
    {
        string instrument = held.Position.Instrument;
        missing = new Refusal(RefusalReason.TierMissing, $"liquidation of {instrument} in {rules.Name}");
        if (rules.Liquidation is not { } liquidation || !book.Values.TryGetValue(held.Position.Quote.Code, out decimal quote))
            return null;
        decimal requirement = found.LiquidationRequirement ?? found.MaintenanceMargin;
        decimal equity = Math.Min(found.LiquidationEquity ?? found.Equity, requirement);
        decimal perContract = held.Position.IsInverse ? held.Position.Multiplier : held.Position.Multiplier * held.Position.Price;
        decimal value = Math.Abs(held.Position.Quantity) * perContract * quote;
        return LiquidationPlan.First(
            liquidation, new LiquidatedPosition(instrument, held.Size, value, rules.FindTiers(instrument), requirement, equity), out missing);
    }
}
