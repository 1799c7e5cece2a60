using System.Collections.Immutable;

namespace MarginRouter.Core.Engine.Allocations;

/// <summary>Divides whole lots in proportion to wishes; what rounding leaves goes to the largest remainders, the first one of equals.</summary>
internal static class ProRata
{
    /// <summary>The shares; they add up to the lots exactly.</summary>
    /// <param name="lots">What is to be divided; not negative.</param>
    /// <param name="wishes">Positive.</param>
    public static ImmutableArray<long> Divide(long lots, ImmutableArray<long> wishes)
    {
        Int128 total = 0;
        foreach (long wish in wishes)
            total += wish;
        long[] shares = new long[wishes.Length];
        (Int128 Remainder, int Place)[] remainders = new (Int128, int)[wishes.Length];
        long left = lots;
        for (int i = 0; i < shares.Length; i++)
        {
            Int128 exact = (Int128)lots * wishes[i];
            shares[i] = (long)(exact / total);
            remainders[i] = (exact % total, i);
            left -= shares[i];
        }

        foreach ((_, int place) in remainders.OrderByDescending(one => one.Remainder).ThenBy(one => one.Place).Take((int)left))
            shares[place]++;
        return [.. shares];
    }
}
