using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Valuation;

/// <summary>The samples of a time-weighted average. Of fixed size: samples closer than one part in <see cref="Capacity"/> of the window are not kept.</summary>
internal sealed class AveragingWindow(long windowNanoseconds)
{
    private const int Capacity = 64;
    private readonly Instant[] times = new Instant[Capacity + 1];
    private readonly ValuationPrice[] samples = new ValuationPrice[Capacity + 1];
    private int first;
    private int count;

    /// <summary>Takes a sample; times do not fall.</summary>
    public void Add(Instant now, ValuationPrice sample)
    {
        if (count > 0 && now.NanosecondsSince(times[At(count - 1)]) < windowNanoseconds / Capacity)
            return;
        Forget(now);
        if (count == times.Length)
        {
            first = At(1);
            count--;
        }

        times[At(count)] = now;
        samples[At(count)] = sample;
        count++;
    }

    /// <summary>Forgets every sample: after an interruption they say nothing of now.</summary>
    public void Clear() => count = 0;

    /// <summary>
    /// The average of the window that ends now, or null when less than half of it is covered. A sample stands until the next one, but for
    /// an eighth of the window at most: what came later is not known.
    /// </summary>
    public ValuationPrice? Average(Instant now)
    {
        Forget(now);
        decimal sum = 0m;
        long covered = 0;
        ulong contributors = 0;
        for (int i = 0; i < count; i++)
        {
            Instant end = i + 1 < count ? times[At(i + 1)] : now;
            long stands = Math.Min(end.NanosecondsSince(times[At(i)]), windowNanoseconds / 8);
            sum += samples[At(i)].Value * stands;
            covered += stands;
            contributors |= samples[At(i)].Contributors;
        }

        return covered == 0 || covered < windowNanoseconds / 2
            ? null
            : new ValuationPrice(sum / covered, samples[At(count - 1)].AsOf, PriceSource.TimeWeightedAverage) { Contributors = contributors };
    }

    private int At(int place) => (first + place) % times.Length;

    private void Forget(Instant now)
    {
        while (count > 0 && now.NanosecondsSince(times[first]) > windowNanoseconds)
        {
            first = At(1);
            count--;
        }
    }
}
