using System.Globalization;
using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>
/// Ticks and square-root prices: the price at tick t is 1.0001^t, as a square root with 96 fractional bits. Constants and roundings are those
/// of Uniswap v3-core, TickMath, because every other way differs in the last bits.
/// </summary>
internal static class TickMath
{
    /// <summary>Smallest tick.</summary>
    public const int MinimumTick = -887272;

    /// <summary>Largest tick.</summary>
    public const int MaximumTick = 887272;

    /// <summary>The square-root price of the smallest tick.</summary>
    public static readonly BigInteger MinimumSqrtRatio = 4295128739;

    /// <summary>The square-root price of the largest tick; no price reaches it.</summary>
    public static readonly BigInteger MaximumSqrtRatio = BigInteger.Parse("1461446703485210103287273052203988822378723970342", CultureInfo.InvariantCulture);

    // 1.0001^(-2^i / 2) with 128 fractional bits, for bit i of a tick's size.
    private static readonly BigInteger[] Factors =
    [
        Hex("fffcb933bd6fad37aa2d162d1a594001"), Hex("fff97272373d413259a46990580e213a"), Hex("fff2e50f5f656932ef12357cf3c7fdcc"),
        Hex("ffe5caca7e10e4e61c3624eaa0941cd0"), Hex("ffcb9843d60f6159c9db58835c926644"), Hex("ff973b41fa98c081472e6896dfb254c0"),
        Hex("ff2ea16466c96a3843ec78b326b52861"), Hex("fe5dee046a99a2a811c461f1969c3053"), Hex("fcbe86c7900a88aedcffc83b479aa3a4"),
        Hex("f987a7253ac413176f2b074cf7815e54"), Hex("f3392b0822b70005940c7a398e4b70f3"), Hex("e7159475a2c29b7443b29c7fa6e889d9"),
        Hex("d097f3bdfd2022b8845ad8f792aa5825"), Hex("a9f746462d870fdf8a65dc1f90e061e5"), Hex("70d869a156d2a1b890bb3df62baf32f7"),
        Hex("31be135f97d08fd981231505542fcfa6"), Hex("9aa508b5b7a84e1c677de54f3e99bc9"), Hex("5d6af8dedb81196699c329225ee604"),
        Hex("2216e584f5fa1ea926041bedfe98"), Hex("48a170391f7dc42444e8fa2"),
    ];

    // 2^64 / log2(sqrt(1.0001)), and how far the logarithm below can be off on either side.
    private static readonly BigInteger LogarithmFactor = BigInteger.Parse("255738958999603826347141", CultureInfo.InvariantCulture);
    private static readonly BigInteger ErrorBelow = BigInteger.Parse("3402992956809132418596140100660247210", CultureInfo.InvariantCulture);
    private static readonly BigInteger ErrorAbove = BigInteger.Parse("291339464771989622907027621153398088495", CultureInfo.InvariantCulture);

    /// <summary>The square-root price at a tick; reverts outside the range of ticks.</summary>
    public static BigInteger SqrtRatioAt(int tick)
    {
        int size = Math.Abs(tick);
        if (size > MaximumTick)
            throw new PoolRevertException("T");
        BigInteger ratio = ChainInteger.Q128;
        for (int bit = 0; bit < Factors.Length; bit++)
        {
            if ((size & (1 << bit)) != 0)
                ratio = (ratio * Factors[bit]) >> 128;
        }

        if (tick > 0)
            ratio = ChainInteger.Max256 / ratio;
        BigInteger rounded = ratio >> 32;
        return (rounded << 32) == ratio ? rounded : rounded + 1;
    }

    /// <summary>The largest tick whose square-root price is not above one; reverts outside the range of prices.</summary>
    public static int TickAt(BigInteger sqrtRatioX96)
    {
        if (sqrtRatioX96 < MinimumSqrtRatio || sqrtRatioX96 >= MaximumSqrtRatio)
            throw new PoolRevertException("R");
        BigInteger ratio = sqrtRatioX96 << 32;
        int highest = (int)(ratio.GetBitLength() - 1);
        BigInteger mantissa = highest >= 128 ? ratio >> (highest - 127) : ratio << (127 - highest);
        BigInteger logarithm = (BigInteger)(highest - 128) << 64;
        for (int bit = 63; bit >= 50; bit--)
        {
            mantissa = (mantissa * mantissa) >> 127;
            if (mantissa.GetBitLength() <= 128)
                continue;
            logarithm += BigInteger.One << bit;
            mantissa >>= 1;
        }

        BigInteger position = logarithm * LogarithmFactor;
        int low = (int)((position - ErrorBelow) >> 128);
        int high = (int)((position + ErrorAbove) >> 128);
        return low == high || SqrtRatioAt(high) > sqrtRatioX96 ? low : high;
    }

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
