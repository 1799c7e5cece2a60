using System.Numerics;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>Finds the smallest block of a basket: the least lots of every leg that are exactly in ratio.</summary>
internal static class BlockSize
{
    /// <summary>The terms; null when the quantity holds no whole block or a figure is beyond the grids.</summary>
    /// <param name="legs">By leg: the product, and base units in one unit of the basket; positive.</param>
    /// <param name="quantity">Units; positive.</param>
    public static BasketTerms? Of(IReadOnlyList<(Product Product, decimal Ratio)> legs, decimal quantity)
    {
        var lots = new (BigInteger Numerator, BigInteger Denominator)[legs.Count];
        BigInteger common = BigInteger.One;
        for (int i = 0; i < lots.Length; i++)
        {
            (BigInteger ratio, BigInteger ratioScale) = Fraction(legs[i].Ratio);
            (BigInteger lot, BigInteger lotScale) = Fraction(legs[i].Product.LotSize);
            lots[i] = Reduced(ratio * lotScale, ratioScale * lot);
            common = common / BigInteger.GreatestCommonDivisor(common, lots[i].Denominator) * lots[i].Denominator;
        }

        BigInteger[] whole = [.. lots.Select(one => one.Numerator * (common / one.Denominator))];
        BigInteger divisor = whole.Aggregate(BigInteger.GreatestCommonDivisor);
        (BigInteger units, BigInteger unitScale) = Fraction(quantity);
        BigInteger blocks = units * divisor / (unitScale * common);
        (BigInteger up, BigInteger down) = Reduced(common, divisor);
        bool fits = blocks >= 1 && blocks <= long.MaxValue && up <= long.MaxValue && down <= long.MaxValue
            && whole.All(one => one / divisor * blocks <= long.MaxValue / 4);
        return fits
            ? new BasketTerms(
                [.. legs.Select((leg, i) => (leg.Product, (long)(whole[i] / divisor)))], (long)blocks, (decimal)(long)up / (long)down)
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
