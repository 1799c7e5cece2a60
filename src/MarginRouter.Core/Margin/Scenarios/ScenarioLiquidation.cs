using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>
/// How far a price must move until the requirement of a scenario book reaches its equity. Without options the excess is continuous and
/// a + b f + c / f between its kinks, with options it is smooth: <see cref="BookLiquidation"/> fits each stretch, proves that it has no
/// crossing or finds it exactly, and halves what does not fit.
/// </summary>
internal static class ScenarioLiquidation
{
    /// <summary>Smallest relative move of one held underlying that liquidates; zero when it is due already; null when none does.</summary>
    public static decimal? Distance(MarginRuleSet rules, ScenarioBook book)
    {
        decimal? nearest = null;
        foreach (string underlying in book.Legs.Where(leg => leg.Units != 0m).Select(leg => leg.Underlying).Distinct(StringComparer.Ordinal))
        {
            if (Nearest(rules, book, factor => book.Moved(rules.Scenario!, underlying, factor)) is { } factor)
                nearest = Math.Min(nearest ?? decimal.MaxValue, Math.Abs(factor - 1m));
        }

        return nearest;
    }

    /// <summary>Mark of a contract at which the account liquidates, other marks unchanged; null when there is none, and for options.</summary>
    public static decimal? Price(MarginRuleSet rules, ScenarioBook book, string instrument)
    {
        ScenarioLeg leg = book.Legs.Single(one => one.Instrument == instrument);
        return leg.Option is not null ? null : leg.Mark * Nearest(rules, book, factor => book.MovedMark(instrument, factor));
    }

    /// <summary>Requirement less equity at a factor; null when the rules lack a figure there: what lies beyond is not claimed.</summary>
    internal static decimal? Excess(MarginRuleSet rules, ScenarioBook moved)
    {
        if (ScenarioMargin.Evaluate(rules, moved, out _) is not { } figures)
            return null;
        return figures.Kept > 0m ? figures.Kept - figures.Equity : -1m;
    }

    /// <summary>Nothing jumps in a book without options, so that its stretches may be wide; the value of an option may turn within a few per cent.</summary>
    private static decimal? Nearest(MarginRuleSet rules, ScenarioBook book, Func<decimal, ScenarioBook> moved)
    {
        bool options = book.Legs.Any(leg => leg.Option is not null && leg.Units != 0m);
        return BookLiquidation.Nearest(factor => Excess(rules, moved(factor)), options ? null : []);
    }
}
