using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>One step of a swap over constant liquidity (Uniswap v3-core, SwapMath).</summary>
/// <param name="SqrtPriceX96">The price after it: the target or before it.</param>
/// <param name="AmountIn">Paid in without the fee.</param>
/// <param name="AmountOut">Taken out.</param>
/// <param name="Fee">Paid in as fee.</param>
internal readonly record struct SwapStep(BigInteger SqrtPriceX96, BigInteger AmountIn, BigInteger AmountOut, BigInteger Fee)
{
    private const int Million = 1_000_000;

    /// <summary>Goes from a price towards a target.</summary>
    /// <param name="current">Square-root price now.</param>
    /// <param name="target">Square-root price at which the step ends at the latest.</param>
    /// <param name="liquidity">Liquidity in range.</param>
    /// <param name="remaining">What is still to be paid in, fee included (positive), or to be taken out (negative).</param>
    /// <param name="feePips">Fee in millionths of what is paid in.</param>
    public static SwapStep Compute(BigInteger current, BigInteger target, BigInteger liquidity, BigInteger remaining, int feePips)
    {
        bool zeroForOne = current >= target;
        bool isExactIn = remaining.Sign >= 0;
        BigInteger amountIn = isExactIn ? In(current, target, liquidity, zeroForOne) : BigInteger.Zero;
        BigInteger amountOut = isExactIn ? BigInteger.Zero : Out(current, target, liquidity, zeroForOne);
        BigInteger next;
        if (isExactIn)
        {
            BigInteger net = ChainInteger.MulDiv(remaining, Million - feePips, Million);
            next = net >= amountIn ? target : SqrtPriceMath.AfterInput(current, liquidity, net, zeroForOne);
        }
        else
        {
            next = -remaining >= amountOut ? target : SqrtPriceMath.AfterOutput(current, liquidity, -remaining, zeroForOne);
        }

        bool isAtTarget = next == target;
        if (!isAtTarget || !isExactIn)
            amountIn = In(current, next, liquidity, zeroForOne);
        if (!isAtTarget || isExactIn)
            amountOut = Out(current, next, liquidity, zeroForOne);
        if (!isExactIn && amountOut > -remaining)
            amountOut = -remaining;
        BigInteger fee = isExactIn && !isAtTarget
            ? remaining - amountIn
            : ChainInteger.MulDivUp(amountIn, feePips, Million - feePips);
        return new SwapStep(next, amountIn, amountOut, fee);
    }

    private static BigInteger In(BigInteger from, BigInteger to, BigInteger liquidity, bool zeroForOne) =>
        zeroForOne ? SqrtPriceMath.Amount0(to, from, liquidity, up: true) : SqrtPriceMath.Amount1(from, to, liquidity, up: true);

    private static BigInteger Out(BigInteger from, BigInteger to, BigInteger liquidity, bool zeroForOne) =>
        zeroForOne ? SqrtPriceMath.Amount1(to, from, liquidity, up: false) : SqrtPriceMath.Amount0(from, to, liquidity, up: false);
}
