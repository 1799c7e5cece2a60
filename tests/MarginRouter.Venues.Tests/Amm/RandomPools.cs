using System.Numerics;
using MarginRouter.Venues.Amm.Pools;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>Concentrated-liquidity pools by chance: several positions of very different sizes around some price.</summary>
internal static class RandomPools
{
    private static readonly (int FeePips, int Spacing)[] Tiers = [(100, 1), (500, 10), (3000, 60), (10000, 200)];

    /// <summary>A pool and the positions that it is made of.</summary>
    public static (ConcentratedPool Pool, List<(int Lower, int Upper, BigInteger Liquidity)> Positions) Concentrated(Random random, int farthestTick)
    {
        (int feePips, int spacing) = Tiers[random.Next(Tiers.Length)];
        int centre = random.Next(-farthestTick, farthestTick);
        TickMap ticks = new(spacing);
        List<(int, int, BigInteger)> positions = [];
        int count = random.Next(1, 7);
        BigInteger price = Between(random, TickMath.SqrtRatioAt(centre), TickMath.SqrtRatioAt(centre + 1));
        int tick = TickMath.TickAt(price);
        BigInteger inRange = BigInteger.Zero;
        for (int i = 0; i < count; i++)
        {
            int width = random.Next(1, i == 0 ? 4_000 : 1_500);
            int lower = Align(centre - random.Next(0, width * spacing), spacing);
            int upper = Align(centre + random.Next(0, width * spacing), spacing) + spacing;
            BigInteger liquidity = Amount(random, 24, 90);
            ticks.Add(lower, upper, liquidity);
            positions.Add((lower, upper, liquidity));
            if (lower <= tick && tick < upper)
                inRange += liquidity;
        }

        return (new ConcentratedPool(new PoolPrice(price, tick, inRange), ticks, feePips), positions);
    }

    /// <summary>A number of between so many bits, all sizes equally likely.</summary>
    public static BigInteger Amount(Random random, int leastBits, int mostBits)
    {
        int bits = random.Next(leastBits, mostBits);
        byte[] bytes = new byte[(bits / 8) + 2];
        random.NextBytes(bytes);
        bytes[^1] = 0;
        return (new BigInteger(bytes) & ((BigInteger.One << bits) - 1)) | (BigInteger.One << (bits - 1));
    }

    private static BigInteger Between(Random random, BigInteger low, BigInteger high) => low + (Amount(random, 1, 60) * (high - low) / (BigInteger.One << 60));

    private static int Align(int tick, int spacing) =>
        Math.Clamp((int)Math.Floor(tick / (double)spacing), -(TickMath.MaximumTick / spacing), (TickMath.MaximumTick / spacing) - 1) * spacing;
}
