using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>What a swap does to a pool.</summary>
/// <param name="Amount0">Token 0 into the pool; negative comes out of it.</param>
/// <param name="Amount1">Token 1, the same way.</param>
/// <param name="State">The pool's price and liquidity afterwards.</param>
/// <param name="FeeGrowthX128">Fees for each unit of liquidity in the token that was paid in, with 128 fractional bits.</param>
/// <param name="TicksCrossed">Initialised ticks that the price went through.</param>
internal sealed record SwapResult(BigInteger Amount0, BigInteger Amount1, PoolPrice State, BigInteger FeeGrowthX128, int TicksCrossed);
