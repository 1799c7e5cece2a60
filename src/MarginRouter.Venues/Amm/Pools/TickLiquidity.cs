using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>Liquidity that begins or ends at a tick.</summary>
/// <param name="Gross">Of all positions that have an end there; zero where the tick is not initialised.</param>
/// <param name="Net">What is added to the liquidity in range when the price rises through the tick.</param>
internal readonly record struct TickLiquidity(BigInteger Gross, BigInteger Net);
