using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// Finds the largest size that passes by asking the check itself, so that head-room and check can never disagree: the last size that
/// passes is given with the refusal of the next.
/// </summary>
internal sealed class StateRoom
{
    private readonly StateLimits limits;
    private readonly PendingFill[] candidates;
    private readonly bool onlyEasing;
    private readonly long most;

    /// <summary>Prepares a search; the candidate asked about stands last.</summary>
    public StateRoom(StateLimits limits, PendingFill[] candidates, bool onlyEasing)
    {
        this.limits = limits;
        this.candidates = candidates;
        this.onlyEasing = onlyEasing;
        most = candidates[^1].Quantity.Value;
    }

    /// <summary>
    /// Where limits must hold at every reachable state. More size only adds states, and leaves more open in those there were, which no
    /// reservation rule rewards; so what passes at a size passes at each smaller one. Between a size that passes and one that does not
    /// the secant of the excess is tried, alternating with the middle, until they are neighbours.
    /// </summary>
    /// <param name="cap">Size beyond which nothing passes.</param>
    /// <param name="blocking">The refusal of one lot more than the result; null when the whole size passes.</param>
    public long Monotone(long cap, out Refusal? blocking)
    {
        bool capped = cap < most;
        long high = capped ? cap + 1 : most;
        Verdict above = At(high);
        blocking = null;
        if (above.Refusal is null)
            return high;
        Verdict below = At(0);
        blocking = below.Refusal;
        if (blocking is not null)
            return 0;
        blocking = above.Refusal;
        if (capped && cap > 0)
        {
            (high, above) = (cap, At(cap));
            if (above.Refusal is null)
                return high;
            blocking = above.Refusal;
        }

        long low = 0;
        for (bool secant = true; high - low > 1; secant = !secant)
        {
            long size = secant ? Secant((low, below.Over), (high, above.Over)) : low + ((high - low) / 2);
            Verdict found = At(size);
            if (found.Refusal is null)
            {
                (low, below) = (size, found);
                continue;
            }

            (high, above) = (size, found);
            blocking = found.Refusal;
        }

        return low;
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

    private static long Secant((long Size, decimal? Over) low, (long Size, decimal? Over) high)
    {
        long width = high.Size - low.Size;
        if (low.Over is not { } below || high.Over is not { } above || above <= below)
            return low.Size + (width / 2);
        decimal share = -below / (above - below);
        return low.Size + (long)Math.Clamp(decimal.Floor(share * width), 1m, width - 1);
    }

    /// <summary>The largest size that passes in a stretch on which the excess is convex; null when none does.</summary>
    private long? Within(long from, long to)
    {
        if (At(to).Refusal is null)
            return to;
        if (Pass(from, to) is not { } low)
            return null;
        long high = to;
        while (high - low > 1)
        {
            long middle = low + ((high - low) / 2);
            if (At(middle).Refusal is null)
                low = middle;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>Some size that passes: the lower end, or where the excess is least.</summary>
    private long? Pass(long from, long to)
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

    private Verdict At(long lots)
    {
        candidates[^1] = candidates[^1] with { Quantity = new QuantityLots(lots) };
        return lots == 0 && candidates.Length == 1 ? new Verdict(null, null) : limits.Judge(candidates, onlyEasing);
    }
}
