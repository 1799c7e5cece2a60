using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>Where a concentrated-liquidity pool stands.</summary>
/// <param name="SqrtPriceX96">Square root of token 1 for a token 0, in the chain's units, with 96 fractional bits.</param>
/// <param name="Tick">Its tick; at the lower end of a range the tick below when the price came down to it.</param>
/// <param name="Liquidity">Liquidity in range.</param>
internal readonly record struct PoolPrice(BigInteger SqrtPriceX96, int Tick, BigInteger Liquidity);
