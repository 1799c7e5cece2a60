using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>A swap with the pool that it leaves.</summary>
/// <param name="ZeroForOne">True when token 0 was paid in.</param>
/// <param name="Paid">Paid in.</param>
/// <param name="Taken">Taken out.</param>
/// <param name="After">The pool afterwards.</param>
internal sealed record PoolTrade(bool ZeroForOne, BigInteger Paid, BigInteger Taken, EthereumPool After);
