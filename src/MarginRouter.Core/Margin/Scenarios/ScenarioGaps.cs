using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Finds what a position needs and the rules do not have: a book that holds it is refused by name.</summary>
internal static class ScenarioGaps
{
    /// <summary>What the rules lack for holding a position, whatever its size.</summary>
    /// <param name="rule">The rules.</param>
    /// <param name="leg">The position.</param>
    /// <param name="at">Index of its risk unit and its own.</param>
    /// <param name="priced">True when the underlying has a price.</param>
    public static MissNote Held(ScenarioRule rule, ScenarioLeg leg, (int Unit, int Leg) at, bool priced)
    {
        MissNote note = default;
        if (!priced)
            note.Miss(MissKind.Index, at.Unit);
        if (rule.Prices.Find(leg.Underlying) is null)
            note.Miss(MissKind.PriceMoves, at.Unit);
        if (Lacks(rule.Extremes, leg))
            note.Miss(MissKind.ExtremeMoves, at.Unit);
        bool contract = leg.Kind is ScenarioLegKind.Linear or ScenarioLegKind.Inverse;
        if (contract && (rule.Gaps.Contains(ScenarioGap.Contracts) || Lacks(rule.ContractCharge, leg)))
            note.Miss(MissKind.ContractCharge, at.Unit);
        if (leg.Years is not null && leg.Option is null && rule.Gaps.Contains(ScenarioGap.DatedContracts))
            note.Miss(MissKind.DatedContract, at.Leg);
        if (leg.Option is { } option)
            Option(rule, option, at, ref note);
        if (Lacks(rule.ExtremeDampener, leg))
            note.Miss(MissKind.Dampener, at.Unit);
        if (leg.Kind != ScenarioLegKind.Spot && Lacks(rule.Basis, leg))
            note.Miss(MissKind.Basis, at.Unit);
        if (leg.Years is not null && rule.Basis?.Find(leg.Underlying) is { Length: < 2 })
            note.Miss(MissKind.DatedBasis, at.Leg);
        if (contract && Lacks(rule.MinimumCharge, leg))
            note.Miss(MissKind.MinimumCharge, at.Unit);
        return note;
    }

    /// <summary>What they lack for holding it short.</summary>
    public static MissNote Sold(ScenarioRule rule, ScenarioLeg leg, int index)
    {
        MissNote note = default;
        if (leg.Option is not null && rule.Gaps.Contains(ScenarioGap.ShortOptions))
            note.Miss(MissKind.SoldOption, index);
        return note;
    }

    private static void Option(ScenarioRule rule, ScenarioOption option, (int Unit, int Leg) at, ref MissNote note)
    {
        if (rule.Volatility is not { } shock || rule.Gaps.Contains(ScenarioGap.Options))
            note.Miss(MissKind.Options, at.Unit);
        else if (option.Volatility < shock.LeastForUp)
            note.Miss(MissKind.VolatilityRise, at.Leg);
    }

    private static bool Lacks(ClassFigures? figures, ScenarioLeg leg) => figures is not null && figures.Find(leg.Underlying) is null;
}
