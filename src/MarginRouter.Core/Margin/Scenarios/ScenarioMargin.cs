using System.Collections.Immutable;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Exact margin of a whole scenario book, with its addends: the sum of its underlyings and of what is borrowed, against equity.</summary>
internal static class ScenarioMargin
{
    /// <summary>Evaluates a book; null with the refusal when a figure is missing.</summary>
    public static ScenarioFigures? Evaluate(MarginRuleSet rules, ScenarioBook book, out Refusal? refusal)
    {
        ScenarioNames names = new(rules, book);
        PreparedScenarios<decimal> prepared = ScenarioPreparation<decimal>.Prepare(new ScenarioTables<decimal>(rules), book, names);
        prepared.Evaluate(out BookResult<decimal> result);
        refusal = names.Refusal(prepared, result.Note);
        return refusal is null
            ? new ScenarioFigures(
                result.Equity,
                result.Initial,
                result.Maintenance,
                prepared.Sums.Closing,
                ScenarioScan.Worst(rules.Scenario!, prepared, names),
                Terms(rules, book, prepared, names))
            : null;
    }

    private static ImmutableArray<MarginTerm> Terms(MarginRuleSet rules, ScenarioBook book, PreparedScenarios<decimal> prepared, ScenarioNames names)
    {
        ImmutableArray<MarginTerm>.Builder terms = ImmutableArray.CreateBuilder<MarginTerm>();
        for (int i = 0; i < prepared.Assets.Length; i++)
            Add($"wallet {names.Assets[i]}", prepared.Counted(prepared.Assets[i]));
        foreach (ScenarioLeg leg in book.Legs)
            Add($"{(leg.Option is null ? "unrealisedProfit" : "optionValue")} {leg.Instrument}", LegShock.Worth(rules.Scenario!, leg, book.Index(leg.Underlying)));
        Add("fills", book.FillProfit);
        decimal share = rules.Scenario!.GridIsMaintenance ? 1m : rules.Scenario.OtherFactor;
        for (int i = 0; i < prepared.Units.Length; i++)
        {
            ref readonly RiskPiece<decimal> piece = ref prepared.Units[i].Piece;
            Add($"scan {names.Underlyings[i]}", piece.Scan * share);
            Add($"basis {names.Underlyings[i]}", piece.Totals.Basis * share);
            Add($"contractCharge {names.Underlyings[i]}", piece.Charge * share);
            Add($"stableMismatch {names.Underlyings[i]}", piece.Mismatch * share);
            Add($"minimumCharge {names.Underlyings[i]}", Math.Max(0m, piece.Minimum - piece.Scan - piece.Totals.Basis - piece.Charge - piece.Mismatch) * share);
        }

        for (int i = 0; i < prepared.Assets.Length; i++)
        {
            ref readonly HeldAsset<decimal> asset = ref prepared.Assets[i];
            Add($"borrowed {names.Assets[i]}", Math.Max(-asset.Quantity, 0m) * asset.Value * asset.Maintenance);
        }

        return terms.ToImmutable();

        void Add(string name, decimal value)
        {
            if (value != 0m)
                terms.Add(new MarginTerm(name, value));
        }
    }
}
