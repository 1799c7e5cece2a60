using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Worst loss of one underlying's positions over the scan and the extreme moves.</summary>
internal static class ScenarioScan
{
    /// <summary>Requirement of a list of profits: the largest loss, zero when nothing loses (the whole of SPAN's and of every scan's rule).</summary>
    public static decimal Requirement(ReadOnlySpan<decimal> profits)
    {
        decimal worst = 0m;
        foreach (decimal profit in profits)
            worst = Math.Max(worst, -profit);
        return worst;
    }

    /// <summary>Profits of several positions, scenario by scenario.</summary>
    public static ImmutableArray<decimal> Together(ImmutableArray<decimal> first, ImmutableArray<decimal> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException("the positions were scanned over different scenarios");
        return [.. first.Zip(second, (one, other) => one + other)];
    }

    /// <summary>The scenario that sets the scan of the underlying that loses most; null without positions.</summary>
    public static WorstScenario? Worst(ScenarioRule rule, PreparedScenarios<decimal> book, ScenarioNames names)
    {
        WorstScenario? worst = null;
        foreach (RiskUnit<decimal> unit in book.Units)
        {
            bool held = Array.Exists(book.Legs, leg => leg.Held != 0m && leg.Unit == unit);
            if (held && (worst is null || unit.Piece.Scan > worst.Loss))
                worst = Worst(rule, unit, names.Underlyings[unit.Number]);
        }

        return worst;
    }

    private static WorstScenario Worst(ScenarioRule rule, RiskUnit<decimal> unit, string underlying)
    {
        decimal used = RiskMath.Hedge(unit, unit.Piece.Totals.Delta);
        bool options = unit.Piece.Totals.OptionExpiries > 0;
        WorstScenario worst = new(underlying, 0m, 0m, 0m);
        for (int lane = 0; lane < unit.Profits.Length && (lane < unit.Parts.Split || !unit.Dampened); lane++)
        {
            decimal profit = unit.Profits[lane] + (used == 0m ? 0m : used * unit.HedgeColumn[lane]);
            decimal loss = -profit * (lane < unit.Parts.Split ? 1m : rule.ExtremeFraction);
            (decimal move, int volatility) = unit.Points[lane];
            decimal shown = !options || volatility == 0 ? 0m : volatility > 0 ? rule.Volatility!.Up : -rule.Volatility!.Down;
            if (loss > worst.Loss)
                worst = new WorstScenario(underlying, move, shown, loss);
        }

        return worst;
    }
}
