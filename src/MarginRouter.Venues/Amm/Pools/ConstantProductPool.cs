using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>A pool whose reserves have a constant product (Uniswap v2-core, UniswapV2Pair, with v2-periphery's UniswapV2Library).</summary>
/// <param name="Reserve0">Token 0 in it; at most 112 bits.</param>
/// <param name="Reserve1">Token 1 in it; at most 112 bits.</param>
/// <param name="FeeBasisPoints">Fee in ten-thousandths of what is paid in: 30, forks have others.</param>
internal sealed record ConstantProductPool(BigInteger Reserve0, BigInteger Reserve1, int FeeBasisPoints) : IPool
{
    private const int Whole = 10_000;
    private static readonly BigInteger LargestReserve = (BigInteger.One << 112) - 1;

    /// <inheritdoc />
    public BigInteger SqrtPriceX96 => SquareRoot((Reserve1 << 192) / Reserve0);

    /// <inheritdoc />
    public BigInteger AmountOut(bool zeroForOne, BigInteger amountIn)
    {
        (BigInteger reserveIn, BigInteger reserveOut) = Reserves(zeroForOne);
        if (amountIn.Sign <= 0)
            throw new PoolRevertException("INSUFFICIENT_INPUT_AMOUNT");
        BigInteger net = amountIn * (Whole - FeeBasisPoints);
        BigInteger amountOut = ChainInteger.Fit(net * reserveOut) / ChainInteger.Fit((reserveIn * Whole) + net);
        Check(reserveIn + amountIn);
        return amountOut;
    }

    /// <inheritdoc />
    public BigInteger AmountIn(bool zeroForOne, BigInteger amountOut)
    {
        (BigInteger reserveIn, BigInteger reserveOut) = Reserves(zeroForOne);
        if (amountOut.Sign <= 0)
            throw new PoolRevertException("INSUFFICIENT_OUTPUT_AMOUNT");
        if (amountOut >= reserveOut)
            throw new PoolRevertException("INSUFFICIENT_LIQUIDITY");
        BigInteger amountIn = (ChainInteger.Fit(reserveIn * amountOut * Whole) / ((reserveOut - amountOut) * (Whole - FeeBasisPoints))) + 1;
        Check(reserveIn + amountIn);
        return amountIn;
    }

    /// <inheritdoc />
    public (BigInteger In, BigInteger Out) Until(bool zeroForOne, BigInteger sqrtPriceLimitX96)
    {
        BigInteger price = SqrtPriceX96;
        (BigInteger reserveIn, _) = Reserves(zeroForOne);
        BigInteger grown = zeroForOne ? reserveIn * price / sqrtPriceLimitX96 : reserveIn * sqrtPriceLimitX96 / price;
        BigInteger amountIn = grown - reserveIn;
        return amountIn.Sign <= 0 ? (BigInteger.Zero, BigInteger.Zero) : (amountIn, AmountOut(zeroForOne, amountIn));
    }

    private static void Check(BigInteger reserve)
    {
        if (reserve > LargestReserve)
            throw new PoolRevertException("OVERFLOW");
    }

    /// <summary>The square root, rounded down, by Newton's method from above.</summary>
    private static BigInteger SquareRoot(BigInteger value)
    {
        if (value.IsZero)
            return value;
        BigInteger guess = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            BigInteger next = (guess + (value / guess)) >> 1;
            if (next >= guess)
                return guess;
            guess = next;
        }
    }

    private (BigInteger In, BigInteger Out) Reserves(bool zeroForOne)
    {
        if (Reserve0.Sign <= 0 || Reserve1.Sign <= 0)
            throw new PoolRevertException("INSUFFICIENT_LIQUIDITY");
        return zeroForOne ? (Reserve0, Reserve1) : (Reserve1, Reserve0);
    }
}
