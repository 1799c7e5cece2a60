using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>
/// Square-root prices of ticks. The factors of the contract are the powers of 1.0001 with 128 fractional bits, rounded to the nearest; here they
/// are computed, from a square root with many more bits.
/// </summary>
internal static class TickRatios
{
    /// <summary>Largest tick; the smallest is its negative.</summary>
    public const int Limit = 887272;

    private const int Extra = 256;
    private static readonly BigInteger[] Factors = Compute();

    /// <summary>The square-root price at a tick, with 96 fractional bits.</summary>
    public static BigInteger At(int tick)
    {
        BigInteger ratio = BigInteger.One << 128;
        int size = Math.Abs(tick);
        for (int bit = 0; bit < Factors.Length; bit++)
        {
            if (((size >> bit) & 1) == 1)
                ratio = ratio * Factors[bit] >> 128;
        }

        if (tick > 0)
            ratio = ((BigInteger.One << 256) - 1) / ratio;
        return (ratio + (BigInteger.One << 32) - 1) >> 32;
    }

    /// <summary>The largest tick whose price is not above one, by halving.</summary>
    public static int Below(BigInteger price)
    {
        (int low, int high) = (-Limit, Limit);
        while (high - low > 1)
        {
            int middle = (low + high) >> 1;
            if (At(middle) <= price)
                low = middle;
            else
                high = middle;
        }

        return low;
    }

    private static BigInteger[] Compute()
    {
        BigInteger[] factors = new BigInteger[20];

        // 1 / sqrt(1.0001) = sqrt(10000 / 10001), squared again and again.
        BigInteger one = BigInteger.One << (128 + Extra);
        BigInteger power = Root((one * one * 10_000) / 10_001);
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = (power + (BigInteger.One << (Extra - 1))) >> Extra;
            power = power * power / one;
        }

        return factors;
    }

    private static BigInteger Root(BigInteger value)
    {
        BigInteger guess = BigInteger.One << (int)((value.GetBitLength() / 2) + 1);
        while (true)
        {
            BigInteger next = (guess + (value / guess)) / 2;
            if (next >= guess)
                return guess;
            guess = next;
        }
    }
}
