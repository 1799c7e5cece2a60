namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// Highest maintenance utilisation over all reachable fill states. A ratio does not separate by fill, but "requirement less r times
/// equity" does, and its worst value is zero exactly at the highest ratio r; so r is raised to the ratio of the worst state until it
/// no longer rises (Dinkelbach's method, finite because there are finitely many states).
/// </summary>
internal static class WorstRatio
{
    private const int MaximumSteps = 64;

    /// <summary>The ratio; null when equity can be at or below zero with a requirement.</summary>
    /// <param name="frame">The account.</param>
    /// <param name="maintenance">A gauge of its maintenance limit, against any share of equity; null where nothing is borrowed.</param>
    /// <param name="candidates">Children beside those that wait.</param>
    /// <param name="fillStates">Which states count.</param>
    public static decimal? Of(LimitFrame frame, LimitGauge? maintenance, ReadOnlySpan<SlotFill> candidates, FillStatePolicy fillStates)
    {
        if (maintenance is null)
            return 0m;
        if (fillStates == FillStatePolicy.Final)
            return frame.Assess([.. frame.Pending, .. candidates], []).Utilisation;
        if (LeastEquity(frame, candidates) <= 0m)
            return null;
        decimal ratio = 0m;
        for (int step = 0; step < MaximumSteps; step++)
        {
            LimitFigures figures = maintenance.Figures(candidates, ratio);
            decimal next = figures.Required / figures.Equity;
            if (next <= ratio)
                break;
            ratio = next;
        }

        return ratio;
    }

    private static decimal LeastEquity(LimitFrame frame, ReadOnlySpan<SlotFill> candidates)
    {
        decimal equity = frame.Equity;
        foreach (ref readonly SlotFill fill in frame.Pending)
            equity += fill.Terms.Lots * Math.Min(0m, fill.Terms.Equity);
        foreach (ref readonly SlotFill fill in candidates)
            equity += fill.Terms.Lots * Math.Min(0m, fill.Terms.Equity);
        return equity;
    }
}
