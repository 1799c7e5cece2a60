using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>What amounts move a square-root price over constant liquidity, rounded for the pool (Uniswap v3-core, SqrtPriceMath).</summary>
internal static class SqrtPriceMath
{
    /// <summary>The price after an amount was paid in.</summary>
    public static BigInteger AfterInput(BigInteger price, BigInteger liquidity, BigInteger amount, bool zeroForOne)
    {
        RequireLiquidity(price, liquidity);
        return zeroForOne ? AfterToken0In(price, liquidity, amount) : AfterToken1In(price, liquidity, amount);
    }

    /// <summary>The price after an amount was taken out; reverts when there is not so much.</summary>
    public static BigInteger AfterOutput(BigInteger price, BigInteger liquidity, BigInteger amount, bool zeroForOne)
    {
        RequireLiquidity(price, liquidity);
        return zeroForOne ? AfterToken1Out(price, liquidity, amount) : AfterToken0Out(price, liquidity, amount);
    }

    /// <summary>Token 0 between two prices.</summary>
    public static BigInteger Amount0(BigInteger first, BigInteger second, BigInteger liquidity, bool up)
    {
        (BigInteger low, BigInteger high) = first > second ? (second, first) : (first, second);
        if (low.IsZero)
            throw new PoolRevertException("a price of zero");
        BigInteger scaled = liquidity << 96;
        return up
            ? ChainInteger.DivUp(ChainInteger.MulDivUp(scaled, high - low, high), low)
            : ChainInteger.MulDiv(scaled, high - low, high) / low;
    }

    /// <summary>Token 1 between two prices.</summary>
    public static BigInteger Amount1(BigInteger first, BigInteger second, BigInteger liquidity, bool up)
    {
        BigInteger distance = BigInteger.Abs(first - second);
        return up
            ? ChainInteger.MulDivUp(liquidity, distance, ChainInteger.Q96)
            : ChainInteger.MulDiv(liquidity, distance, ChainInteger.Q96);
    }

    private static BigInteger AfterToken0In(BigInteger price, BigInteger liquidity, BigInteger amount)
    {
        if (amount.IsZero)
            return price;
        BigInteger scaled = liquidity << 96;
        BigInteger denominator = scaled + (amount * price);
        if (denominator <= ChainInteger.Max256)
            return ChainInteger.MulDivUp(scaled, price, denominator);

        // The product leaves 256 bits, and the contract then takes the coarser formula.
        return ChainInteger.DivUp(scaled, ChainInteger.Fit((scaled / price) + amount));
    }

    private static BigInteger AfterToken0Out(BigInteger price, BigInteger liquidity, BigInteger amount)
    {
        if (amount.IsZero)
            return price;
        BigInteger scaled = liquidity << 96;
        BigInteger product = amount * price;
        if (product > ChainInteger.Max256 || scaled <= product)
            throw new PoolRevertException("more token 0 than there is");
        return ChainInteger.FitPrice(ChainInteger.MulDivUp(scaled, price, scaled - product));
    }

    private static BigInteger AfterToken1In(BigInteger price, BigInteger liquidity, BigInteger amount) =>
        ChainInteger.FitPrice(price + ChainInteger.MulDiv(amount, ChainInteger.Q96, liquidity));

    private static BigInteger AfterToken1Out(BigInteger price, BigInteger liquidity, BigInteger amount)
    {
        BigInteger quotient = ChainInteger.MulDivUp(amount, ChainInteger.Q96, liquidity);
        return price > quotient ? price - quotient : throw new PoolRevertException("more token 1 than there is");
    }

    private static void RequireLiquidity(BigInteger price, BigInteger liquidity)
    {
        if (price.IsZero || liquidity.IsZero)
            throw new PoolRevertException("no price or no liquidity");
    }
}
