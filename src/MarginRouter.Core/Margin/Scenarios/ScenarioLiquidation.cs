using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>
/// How far a price must move until the requirement of a scenario book reaches its equity. With options and rising charges the excess
/// need not be convex, so each way is walked in small steps and the first crossing is halved down: the nearest crossing wider than a step.
/// </summary>
internal static class ScenarioLiquidation
{
    private const decimal Step = 0.01m;
    private const int FinestSteps = 300;
    private const decimal Growth = 1.05m;
    private const decimal FarUp = 1000m;
    private const decimal FarDown = 0.000001m;
    private const int Halvings = 45;

    /// <summary>Smallest relative move of one held underlying that liquidates; zero when it is due already; null when none does.</summary>
    public static decimal? Distance(MarginRuleSet rules, ScenarioBook book)
    {
        decimal? nearest = null;
        foreach (string underlying in book.Legs.Where(leg => leg.Units != 0m).Select(leg => leg.Underlying).Distinct(StringComparer.Ordinal))
        {
            if (Nearest(rules, factor => book.Moved(rules.Scenario!, underlying, factor)) is { } factor)
                nearest = Math.Min(nearest ?? decimal.MaxValue, Math.Abs(factor - 1m));
        }

        return nearest;
    }

    /// <summary>Mark of a contract at which the account liquidates, other marks unchanged; null when there is none, and for options.</summary>
    public static decimal? Price(MarginRuleSet rules, ScenarioBook book, string instrument)
    {
        ScenarioLeg leg = book.Legs.Single(one => one.Instrument == instrument);
        return leg.Option is not null ? null : leg.Mark * Nearest(rules, factor => book.MovedMark(instrument, factor));
    }

    private static decimal? Nearest(MarginRuleSet rules, Func<decimal, ScenarioBook> moved)
    {
        if (Liquidates(rules, moved(1m)) is true)
            return 1m;
        decimal? up = Walk(rules, moved, 1m);
        decimal? down = Walk(rules, moved, -1m);
        return (down, up) switch
        {
            ({ } below, { } above) => 1m - below <= above - 1m ? below : above,
            _ => down ?? up,
        };
    }

    private static decimal? Walk(MarginRuleSet rules, Func<decimal, ScenarioBook> moved, decimal way)
    {
        decimal safe = 1m;
        for (int step = 1; ; step++)
        {
            decimal factor = way < 0m ? 1m - (Step * step) : step <= FinestSteps ? 1m + (Step * step) : safe * Growth;
            if (factor <= 0m)
                factor = FarDown;
            switch (Liquidates(rules, moved(factor)))
            {
                case true:
                    return Halve(rules, moved, safe, factor);
                case null:
                    return null;
            }

            if (factor is <= FarDown or >= FarUp)
                return null;
            safe = factor;
        }
    }

    private static decimal Halve(MarginRuleSet rules, Func<decimal, ScenarioBook> moved, decimal safe, decimal gone)
    {
        for (int i = 0; i < Halvings; i++)
        {
            decimal middle = (safe + gone) / 2m;
            if (Liquidates(rules, moved(middle)) is true)
                gone = middle;
            else
                safe = middle;
        }

        return gone;
    }

    /// <summary>Null when the rules lack a figure there: what lies beyond is not known and is not claimed.</summary>
    private static bool? Liquidates(MarginRuleSet rules, ScenarioBook book)
    {
        ScenarioFigures? figures = ScenarioMargin.Evaluate(rules, book, out Refusal? refusal);
        return refusal is null ? figures!.Kept > 0m && figures.Kept >= figures.Equity : null;
    }
}
