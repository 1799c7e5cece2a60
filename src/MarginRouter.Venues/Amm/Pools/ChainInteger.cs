using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>
/// Unsigned integers as the chain has them: 256 bits, and a result that does not fit reverts the call. Products in the middle of a
/// <see cref="MulDiv"/> have 512 bits (Uniswap v3-core, FullMath).
/// </summary>
internal static class ChainInteger
{
    /// <summary>2^96, the unit of a square-root price.</summary>
    public static readonly BigInteger Q96 = BigInteger.One << 96;

    /// <summary>2^128, the unit of fee growth.</summary>
    public static readonly BigInteger Q128 = BigInteger.One << 128;

    /// <summary>2^160 - 1, the largest address or square-root price.</summary>
    public static readonly BigInteger Max160 = (BigInteger.One << 160) - 1;

    /// <summary>2^256 - 1.</summary>
    public static readonly BigInteger Max256 = (BigInteger.One << 256) - 1;

    /// <summary>a x b / c, rounded down; reverts when c is zero or the quotient does not fit.</summary>
    public static BigInteger MulDiv(BigInteger a, BigInteger b, BigInteger c) =>
        c.IsZero ? throw new PoolRevertException("division by zero") : Fit(a * b / c);

    /// <summary>a x b / c, rounded up; reverts as <see cref="MulDiv"/> does.</summary>
    public static BigInteger MulDivUp(BigInteger a, BigInteger b, BigInteger c) =>
        c.IsZero ? throw new PoolRevertException("division by zero") : Fit(DivUp(a * b, c));

    /// <summary>a / b, rounded up, of numbers that are not negative.</summary>
    public static BigInteger DivUp(BigInteger a, BigInteger b)
    {
        BigInteger quotient = BigInteger.DivRem(a, b, out BigInteger rest);
        return rest.IsZero ? quotient : quotient + 1;
    }

    /// <summary>The number itself; reverts when it is negative or has more than 256 bits.</summary>
    public static BigInteger Fit(BigInteger value) =>
        value.Sign >= 0 && value <= Max256 ? value : throw new PoolRevertException("a number leaves 256 bits");

    /// <summary>The number itself; reverts when it has more than 160 bits.</summary>
    public static BigInteger FitPrice(BigInteger value) =>
        value.Sign >= 0 && value <= Max160 ? value : throw new PoolRevertException("a square-root price leaves 160 bits");
}
