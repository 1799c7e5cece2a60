namespace MarginRouter.Core.Margin.States;

/// <summary>Seeks in double the largest size of the last candidate that passes: where the exact form then looks.</summary>
internal sealed class QuickRoom : ISizeJudge
{
    private readonly StateWalk walk;
    private readonly SizeSearch search = new();
    private readonly StateReading<double> reading = new();
    private readonly WorstReadings<double> worst = new();
    private double[] allowed = [];
    private double[] overs = [];
    private int known;

    /// <summary>Searches the states of a walk.</summary>
    public QuickRoom(StateWalk walk) => this.walk = walk;

    /// <inheritdoc />
    public ReadOnlySpan<double> Overs => overs.AsSpan(0, known);

    /// <summary>Takes over what the account may exceed each limit by without candidates.</summary>
    public void Allow(ReadOnlySpan<LimitReading<decimal>> before)
    {
        if (allowed.Length != before.Length)
            (allowed, overs) = (new double[before.Length], new double[before.Length]);
        for (int i = 0; i < before.Length; i++)
            allowed[i] = (double)Math.Max(0m, before[i].Excess);
    }

    /// <summary>The largest size that seems to pass; null when the smallest does not.</summary>
    /// <param name="most">The largest size wanted.</param>
    public long? Last(long most)
    {
        QuickRoom judge = this;
        if (Passes(most))
            return most;
        search.End(ref judge);
        if (!Passes(0))
            return null;
        search.Begin(ref judge);
        return search.Last(ref judge, 0, most);
    }

    /// <inheritdoc />
    public bool Passes(long lots)
    {
        known = 0;
        walk.Resize(lots);
        if (walk.Begin() is not null || !walk.TryWorst(reading, worst))
            return false;
        bool passes = true;
        foreach (ref readonly LimitReading<double> limit in worst.Limits)
        {
            double over = limit.Excess - allowed[known];
            overs[known++] = over;
            passes &= over <= 0d;
        }

        return passes;
    }
}
