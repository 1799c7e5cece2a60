using System.Collections.Immutable;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Names behind the indexes of a prepared scenario book: for explanation and for refusals.</summary>
internal sealed class ScenarioNames
{
    private readonly MarginRuleSet rules;

    public ScenarioNames(MarginRuleSet rules, ScenarioBook book)
    {
        this.rules = rules;
        Underlyings = [.. book.Legs.Select(leg => leg.Underlying).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Legs =
        [
            .. Underlyings.SelectMany(underlying => book.Legs.Where(leg => leg.Underlying == underlying)
                .OrderBy(leg => leg.Kind == ScenarioLegKind.Spot).ThenBy(leg => leg.Years)),
        ];
        Assets = [.. book.Balances.Keys];
    }

    /// <summary>Underlyings by risk unit, in ordinal order.</summary>
    public ImmutableArray<string> Underlyings { get; }

    /// <summary>Positions in the order of the prepared legs: those of one underlying together, within it those of one expiry.</summary>
    public ImmutableArray<ScenarioLeg> Legs { get; }

    /// <summary>Asset codes of the balances, in ordinal order.</summary>
    public ImmutableArray<string> Assets { get; }

    /// <summary>The refusal that a note of the last evaluation stands for; null when nothing is missing.</summary>
    public Refusal? Refusal(PreparedScenarios<decimal> prepared, MissNote note)
    {
        if (!note.Missing)
            return null;
        return note.Kind switch
        {
            MissKind.Value => new Refusal(RefusalReason.CurrencyMissing, $"{Assets[note.Subject]} in {rules.Reporting.Code}"),
            MissKind.Index => new Refusal(RefusalReason.PriceMissing, $"price of {Underlyings[note.Subject]}"),
            MissKind.Borrowing => Missing($"borrowed {Assets[note.Subject]}", ScenarioGap.Borrowing),
            MissKind.DatedContract => Missing($"charge on the dated contract {Legs[note.Subject].Instrument}", ScenarioGap.DatedContracts),
            MissKind.SoldOption => Missing($"charge on the sold option {Legs[note.Subject].Instrument}", ScenarioGap.ShortOptions),
            MissKind.DatedBasis => Missing($"basis of {Legs[note.Subject].Instrument}"),
            MissKind.VolatilityRise => Missing($"volatility rise of {Legs[note.Subject].Instrument}")
                with
            { Required = rules.Scenario!.Volatility!.LeastForUp, Available = Legs[note.Subject].Option!.Volatility },
            _ => Unit(prepared, note),
        };
    }

    private Refusal Unit(PreparedScenarios<decimal> prepared, MissNote note)
    {
        string underlying = Underlyings[note.Subject];
        RiskUnit<decimal> unit = prepared.Units[note.Subject];
        ref readonly RiskTotals<decimal> totals = ref unit.Piece.Totals;
        return note.Kind switch
        {
            MissKind.PriceMoves => Missing($"price moves of {underlying}"),
            MissKind.ExtremeMoves => Missing($"extreme moves of {underlying}"),
            MissKind.ContractCharge => Missing($"charge on contracts of {underlying}", ScenarioGap.Contracts),
            MissKind.Options => Missing($"options of {underlying}", ScenarioGap.Options),
            MissKind.OptionSpreads => Missing($"charge on options of {underlying} with several expiries", ScenarioGap.OptionSpreads),
            MissKind.DeltaShock => Missing($"delta shock of {underlying}") with { Required = Math.Abs(totals.Delta), Available = unit.LargestDelta },
            MissKind.Basis => Missing($"basis of {underlying}"),
            MissKind.Dampener => Missing($"dampener of {underlying}"),
            MissKind.ExtremeLoss => Missing($"extreme move of {underlying}") with
            {
                Required = -RiskMath.Least(unit, RiskMath.Hedge(unit, totals.Delta)).Extreme,
                Available = unit.LargestExtreme,
            },
            MissKind.StableMismatch => Missing($"stable mismatch of {underlying}"),
            MissKind.MinimumCharge => Missing($"minimum charge of {underlying}") with { Required = totals.Gross * unit.MinimumCharge, Available = 0m },
            _ => throw new ArgumentOutOfRangeException(nameof(note), note.Kind, "is not a note of a risk unit"),
        };
    }

    private Refusal Missing(string what) => new(RefusalReason.TierMissing, $"{what} in {rules.Name}");

    private Refusal Missing(string what, ScenarioGap gap) => new(RefusalReason.TierMissing, $"{what} in {rules.Name}{rules.Scenario!.Lacking(gap)}");
}
