using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>
/// A pool of two tokens that is quoted from its state alone, exactly as its contract would answer. Amounts are in the chain's units and not
/// negative; fees of the pool are inside. Quotes throw <see cref="PoolRevertException"/> where the contract reverts and
/// <see cref="PoolRangeException"/> where the state that was read does not reach.
/// </summary>
internal interface IPool
{
    /// <summary>Square root of token 1 for a token 0, with 96 fractional bits.</summary>
    BigInteger SqrtPriceX96 { get; }

    /// <summary>What comes out for an amount paid in.</summary>
    BigInteger AmountOut(bool zeroForOne, BigInteger amountIn);

    /// <summary>What must be paid in so that exactly an amount comes out.</summary>
    BigInteger AmountIn(bool zeroForOne, BigInteger amountOut);

    /// <summary>About what goes in and comes out until the price has come to a limit: where to look at the curve, not a quote.</summary>
    (BigInteger In, BigInteger Out) Until(bool zeroForOne, BigInteger sqrtPriceLimitX96);
}
