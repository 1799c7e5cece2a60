using MarginRouter.Core.Margin.States;

namespace MarginRouter.Core.Margin.Search;

/// <summary>Seeks in double the largest size of the last candidate that passes: where the exact form then looks.</summary>
internal sealed class QuickRoom : ISizeJudge
{
    private readonly StateWalk walk;
    private readonly SizeSearch search = new();
    private readonly StateReading<double> reading = new();
    private readonly WorstReadings<double> worst = new();
    private double[] allowed = [];
    private readonly SizeGauge overs = new();

    /// <summary>Searches the states of a walk.</summary>
    public QuickRoom(StateWalk walk) => this.walk = walk;

    /// <inheritdoc />
    public SizeGauge Overs => overs;

    /// <summary>Takes over what the account may exceed each limit by without candidates.</summary>
    public void Allow(ReadOnlySpan<LimitReading<decimal>> before)
    {
        if (allowed.Length != before.Length)
            allowed = new double[before.Length];
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
        overs.Clear();
        walk.Resize(lots);
        if (walk.Begin() is not null || !walk.TryWorst(reading, worst))
            return false;
        bool passes = true;
        ReadOnlySpan<LimitReading<double>> limits = worst.Limits;
        for (int i = 0; i < limits.Length; i++)
        {
            double over = limits[i].Excess - allowed[i];
            overs.Add(over);
            passes &= over <= 0d;
        }

        return passes;
    }
}
