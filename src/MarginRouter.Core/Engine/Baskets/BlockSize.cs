using System.Numerics;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>Finds the blocks in which a basket is counted: amounts of every leg that are exactly in ratio and whole lots of what may serve it.</summary>
internal static class BlockSize
{
    /// <summary>
    /// The terms; null when the quantity holds no whole block or a figure is beyond the grids. A block is whole lots of every instrument that may
    /// serve a leg, so that no complete block of one leg is untradable on another. Where such blocks would leave more of the quantity over, or be
    /// larger than the legging exposure, it is whole lots of the finest amounts that each leg can be brought to.
    /// </summary>
    /// <param name="legs">By leg.</param>
    /// <param name="quantity">Units; positive.</param>
    /// <param name="legging">Most units by which legs may be apart; null when none is stated.</param>
    public static BasketTerms? Of(IReadOnlyList<LegGrid> legs, decimal quantity, decimal? legging)
    {
        if (Of(legs, leg => leg.Finest, quantity) is not { } fine)
            return null;
        if (Of(legs, leg => leg.Coarsest, quantity) is not { } coarse || legging < coarse.UnitsPerBlock)
            return fine;
        BigInteger covered = (BigInteger)coarse.Blocks * coarse.Legs[0].LotsPerBlock;
        return covered == (BigInteger)fine.Blocks * fine.Legs[0].LotsPerBlock ? coarse : fine;
    }

    private static BasketTerms? Of(IReadOnlyList<LegGrid> legs, Func<LegGrid, BigInteger> step, decimal quantity)
    {
        var steps = new (BigInteger Numerator, BigInteger Denominator)[legs.Count];
        BigInteger common = BigInteger.One;
        for (int i = 0; i < steps.Length; i++)
        {
            (BigInteger ratio, BigInteger ratioScale) = Fraction(legs[i].Ratio);
            (BigInteger lot, BigInteger lotScale) = Fraction(legs[i].Product.LotSize);
            steps[i] = Reduced(ratio * lotScale, ratioScale * lot * step(legs[i]));
            common = common / BigInteger.GreatestCommonDivisor(common, steps[i].Denominator) * steps[i].Denominator;
        }

        BigInteger[] whole = [.. steps.Select(one => one.Numerator * (common / one.Denominator))];
        BigInteger divisor = whole.Aggregate(BigInteger.GreatestCommonDivisor);
        BigInteger[] lots = [.. whole.Select((one, i) => one / divisor * step(legs[i]))];
        (BigInteger units, BigInteger unitScale) = Fraction(quantity);
        BigInteger blocks = units * divisor / (unitScale * common);
        (BigInteger up, BigInteger down) = Reduced(common, divisor);
        bool fits = blocks >= 1 && blocks <= long.MaxValue && up <= long.MaxValue && down <= long.MaxValue
            && lots.All(one => one * blocks <= long.MaxValue / 4);
        return fits
            ? new BasketTerms([.. legs.Select((leg, i) => (leg.Product, (long)lots[i]))], (long)blocks, (decimal)(long)up / (long)down)
            : null;
    }

    private static (BigInteger Numerator, BigInteger Denominator) Reduced(BigInteger numerator, BigInteger denominator)
    {
        BigInteger divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return (numerator / divisor, denominator / divisor);
    }

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        BigInteger mantissa = (Word(bits[2]) << 64) | (Word(bits[1]) << 32) | Word(bits[0]);
        return (mantissa, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
    }

    /// <summary>Thirty-two bits of a mantissa; the first of them is no sign.</summary>
    private static BigInteger Word(int bits) => unchecked((uint)bits);
}
