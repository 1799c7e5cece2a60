using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>
/// A pool of concentrated liquidity (Uniswap v3-core, UniswapV3Pool): a swap goes from tick to tick, a word of the tick bitmap at a time, with
/// the contract's roundings in each step.
/// </summary>
internal sealed class ConcentratedPool(PoolPrice price, TickMap ticks, int feePips) : IPool
{
    /// <summary>Where it stands.</summary>
    public PoolPrice Price => price;

    /// <summary>Its initialised ticks.</summary>
    public TickMap Ticks => ticks;

    /// <summary>Fee in millionths of what is paid in.</summary>
    public int FeePips => feePips;

    /// <inheritdoc />
    public BigInteger SqrtPriceX96 => price.SqrtPriceX96;

    /// <inheritdoc />
    public BigInteger AmountOut(bool zeroForOne, BigInteger amountIn)
    {
        SwapResult swap = Swap(zeroForOne, amountIn, Furthest(zeroForOne));
        return (zeroForOne ? swap.Amount0 : swap.Amount1) == amountIn
            ? -(zeroForOne ? swap.Amount1 : swap.Amount0)
            : throw new PoolRevertException("the pool takes less than is paid in");
    }

    /// <inheritdoc />
    public BigInteger AmountIn(bool zeroForOne, BigInteger amountOut)
    {
        SwapResult swap = Swap(zeroForOne, -amountOut, Furthest(zeroForOne));
        return -(zeroForOne ? swap.Amount1 : swap.Amount0) == amountOut
            ? zeroForOne ? swap.Amount0 : swap.Amount1
            : throw new PoolRevertException("the pool holds less than is wanted");
    }

    /// <inheritdoc />
    public (BigInteger In, BigInteger Out) Until(bool zeroForOne, BigInteger sqrtPriceLimitX96)
    {
        SwapResult swap = Swap(zeroForOne, ChainInteger.Max256 >> 1, sqrtPriceLimitX96);
        return zeroForOne ? (swap.Amount0, -swap.Amount1) : (swap.Amount1, -swap.Amount0);
    }

    /// <summary>What a swap would do; nothing changes.</summary>
    /// <param name="zeroForOne">True when token 0 is paid in.</param>
    /// <param name="amountSpecified">Paid in, fee included, when positive; taken out when negative.</param>
    /// <param name="limit">Square-root price at which it ends at the latest.</param>
    public SwapResult Swap(bool zeroForOne, BigInteger amountSpecified, BigInteger limit)
    {
        if (amountSpecified.IsZero)
            throw new PoolRevertException("AS");
        if (zeroForOne
            ? limit >= price.SqrtPriceX96 || limit <= TickMath.MinimumSqrtRatio
            : limit <= price.SqrtPriceX96 || limit >= TickMath.MaximumSqrtRatio)
            throw new PoolRevertException("SPL");
        bool isExactIn = amountSpecified.Sign > 0;
        PoolPrice state = price;
        (BigInteger remaining, BigInteger counted) = (amountSpecified, BigInteger.Zero);
        (BigInteger feeGrowth, int crossed) = (BigInteger.Zero, 0);
        while (!remaining.IsZero && state.SqrtPriceX96 != limit)
        {
            (int found, bool isInitialised) = ticks.Next(state.Tick, zeroForOne);
            int next = Math.Clamp(found, TickMath.MinimumTick, TickMath.MaximumTick);
            BigInteger atNext = TickMath.SqrtRatioAt(next);
            BigInteger target = zeroForOne ? BigInteger.Max(atNext, limit) : BigInteger.Min(atNext, limit);
            SwapStep step = SwapStep.Compute(state.SqrtPriceX96, target, state.Liquidity, remaining, feePips);
            remaining += isExactIn ? -(step.AmountIn + step.Fee) : step.AmountOut;
            counted += isExactIn ? -step.AmountOut : step.AmountIn + step.Fee;
            if (state.Liquidity.Sign > 0)
                feeGrowth += ChainInteger.MulDiv(step.Fee, ChainInteger.Q128, state.Liquidity);
            bool crosses = isInitialised && step.SqrtPriceX96 == atNext;
            state = After(state, step.SqrtPriceX96, next, atNext, crosses, zeroForOne);
            crossed += crosses ? 1 : 0;
        }

        BigInteger specified = amountSpecified - remaining;
        (BigInteger amount0, BigInteger amount1) = zeroForOne == isExactIn ? (specified, counted) : (counted, specified);
        return new SwapResult(amount0, amount1, state, feeGrowth, crossed);
    }

    private static BigInteger Furthest(bool zeroForOne) => zeroForOne ? TickMath.MinimumSqrtRatio + 1 : TickMath.MaximumSqrtRatio - 1;

    private PoolPrice After(PoolPrice state, BigInteger reached, int next, BigInteger atNext, bool crosses, bool zeroForOne)
    {
        if (reached == atNext)
        {
            BigInteger net = crosses ? ticks.NetAt(next) : BigInteger.Zero;
            return new PoolPrice(reached, zeroForOne ? next - 1 : next, state.Liquidity + (zeroForOne ? -net : net));
        }

        return reached == state.SqrtPriceX96 ? state : state with { SqrtPriceX96 = reached, Tick = TickMath.TickAt(reached) };
    }
}
