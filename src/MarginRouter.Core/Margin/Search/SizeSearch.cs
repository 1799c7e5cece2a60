namespace MarginRouter.Core.Margin.Search;

/// <summary>
/// The largest size that passes between one that does and one that does not, where sizes that pass are one stretch. Each limit is close
/// to a line near its root, so the nearest of the limits' secants and its neighbour mostly end the search; every third step halves what
/// is left.
/// </summary>
internal sealed class SizeSearch
{
    private double[] low = [];
    private double[] high = [];
    private int lows;
    private int highs;

    /// <summary>Takes in the figures of the size that passes, just judged.</summary>
    public void Begin<TJudge>(ref TJudge judge)
        where TJudge : ISizeJudge, allows ref struct => Keep(judge.Overs.Values, ref low, ref lows);

    /// <summary>Takes in the figures of the size that does not pass, just judged.</summary>
    public void End<TJudge>(ref TJudge judge)
        where TJudge : ISizeJudge, allows ref struct => Keep(judge.Overs.Values, ref high, ref highs);

    /// <summary>The largest size that passes; figures of both ends have been taken in.</summary>
    /// <param name="judge">Judges a size.</param>
    /// <param name="from">A size that passes.</param>
    /// <param name="to">A larger one that does not.</param>
    public long Last<TJudge>(ref TJudge judge, long from, long to)
        where TJudge : ISizeJudge, allows ref struct
    {
        bool passed = true;
        for (int turn = 0; to - from > 1; turn = (turn + 1) % 3)
        {
            long size = turn switch
            {
                0 => Secant(from, to),
                1 => passed ? from + 1 : to - 1,
                _ => from + ((to - from) / 2),
            };
            passed = judge.Passes(size);
            if (passed)
            {
                from = size;
                Begin(ref judge);
            }
            else
            {
                to = size;
                End(ref judge);
            }
        }

        return from;
    }

    private static void Keep(ReadOnlySpan<double> overs, ref double[] kept, ref int count)
    {
        if (kept.Length < overs.Length)
            kept = new double[overs.Length];
        overs.CopyTo(kept);
        count = overs.Length;
    }

    private long Secant(long from, long to)
    {
        long width = to - from;
        if (lows != highs || lows == 0)
            return from + (width / 2);
        double share = 1d;
        for (int i = 0; i < lows; i++)
        {
            if (high[i] > 0d && low[i] <= 0d)
                share = Math.Min(share, -low[i] / (high[i] - low[i]));
        }

        return from + Math.Clamp((long)(share * width), 1L, width - 1);
    }
}
