using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Search;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// Finds the largest size that passes by asking the check itself, so that head-room and check can never disagree: the last size that
/// passes is given with the refusal of the next. The candidates stand in the walk already; the one asked about stands last.
/// </summary>
internal ref struct StateRoom : ISizeJudge
{
    private readonly StateLimits limits;
    private readonly Span<PendingFill> candidates;
    private readonly bool onlyEasing;
    private readonly long most;
    private readonly SizeSearch search;

    /// <summary>Prepares a search.</summary>
    public StateRoom(StateLimits limits, Span<PendingFill> candidates, bool onlyEasing)
    {
        this.limits = limits;
        this.candidates = candidates;
        this.onlyEasing = onlyEasing;
        most = candidates[^1].Quantity.Value;
        search = limits.Search;
    }

    /// <inheritdoc />
    public readonly SizeGauge Overs => limits.Overs;

    /// <summary>True when a size passes and the next does not, or is more than is wanted: then it is the largest.</summary>
    /// <param name="lots">The size, not more than wanted.</param>
    /// <param name="blocking">The refusal of the next size; null when the whole size passes.</param>
    public bool Proves(long lots, out Refusal? blocking)
    {
        blocking = null;
        if (At(lots).Refusal is not null)
            return false;
        if (lots == most)
            return true;
        blocking = At(lots + 1).Refusal;
        return blocking is not null;
    }

    /// <summary>
    /// Where limits must hold at every reachable state. More size only adds states, and leaves more open in those there were, which no
    /// reservation rule rewards; so what passes at a size passes at each smaller one.
    /// </summary>
    /// <param name="cap">Size beyond which nothing passes.</param>
    /// <param name="blocking">The refusal of one lot more than the result; null when the whole size passes.</param>
    public long Monotone(long cap, out Refusal? blocking)
    {
        bool capped = cap < most;
        long high = capped ? cap + 1 : most;
        blocking = At(high).Refusal;
        if (blocking is null)
            return high;
        search.End(ref this);
        if (capped && cap > 0)
        {
            if (Passes(cap))
                return cap;
            search.End(ref this);
            high = cap;
        }

        if (At(0).Refusal is { } none)
        {
            blocking = none;
            return 0;
        }

        search.Begin(ref this);
        long last = search.Last(ref this, 0, high);
        blocking = At(last + 1).Refusal;
        return last;
    }

    /// <summary>
    /// Where limits must hold once everything has filled. Between two corners each limit is convex in the size, so the sizes that pass
    /// there are one interval: it is sought from the top corner down, by the least excess where neither end passes.
    /// </summary>
    /// <param name="corners">Sizes at which a limit may bend; any order, fractions and sizes out of range included.</param>
    /// <param name="cap">Size beyond which nothing passes.</param>
    /// <param name="blocking">The refusal of one lot more than the result; null when the whole size passes.</param>
    public long Anywhere(List<decimal> corners, long cap, out Refusal? blocking)
    {
        long top = Math.Min(most, cap);
        SortedSet<long> ends = [0, top];
        foreach (decimal corner in corners)
        {
            decimal below = Math.Clamp(decimal.Floor(corner), -2m, top);
            for (long end = (long)below - 1; end <= (long)below + 2; end++)
            {
                if (end > 0 && end < top)
                    ends.Add(end);
            }
        }

        long[] sorted = [.. ends];
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            long from = i == 0 ? sorted[0] : sorted[i - 1];
            if (Within(from, sorted[i]) is { } size)
            {
                blocking = size == most ? null : At(size + 1).Refusal;
                return size;
            }
        }

        blocking = At(0).Refusal;
        return 0;
    }

    /// <inheritdoc />
    public readonly bool Passes(long lots) => At(lots).Refusal is null;

    /// <summary>The largest size that passes in a stretch on which the excess is convex; null when none does.</summary>
    private long? Within(long from, long to)
    {
        if (Passes(to))
            return to;
        search.End(ref this);
        if (Pass(from, to) is not { } low)
            return null;
        if (low != from)
            At(low);
        search.Begin(ref this);
        return search.Last(ref this, low, to);
    }

    /// <summary>Some size that passes: the lower end, or where the excess is least.</summary>
    private readonly long? Pass(long from, long to)
    {
        if (At(from).Refusal is null)
            return from;
        while (to - from > 1)
        {
            long middle = from + ((to - from) / 2);
            Verdict left = At(middle);
            Verdict right = At(middle + 1);
            if (left.Refusal is null)
                return middle;
            if (right.Refusal is null)
                return middle + 1;
            if (left.Over is null || right.Over is null || left.Over <= right.Over)
                to = middle;
            else
                from = middle + 1;
        }

        return null;
    }

    private readonly Verdict At(long lots)
    {
        candidates[^1] = candidates[^1] with { Quantity = new QuantityLots(lots) };
        return lots == 0 && candidates.Length == 1 ? limits.Standing() : limits.Resized(candidates, onlyEasing);
    }
}
