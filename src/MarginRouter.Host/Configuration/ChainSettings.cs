using System.Collections.Immutable;
using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Amm;

namespace MarginRouter.Host.Configuration;

/// <summary>What a venue of pools states of its chain.</summary>
/// <param name="ChainId">The chain's id (EIP-155).</param>
/// <param name="GasAsset">The coin in which gas is paid.</param>
/// <param name="LargestGasPrice">Most for a unit of gas, in wei.</param>
/// <param name="Tip">Offered to the producer of a block, in wei.</param>
/// <param name="Confirmations">Blocks that must follow a swap's before its fill is told.</param>
/// <param name="SwapSeconds">How long after its sending a swap may be mined.</param>
/// <param name="Pools">The pools, in the order of the instruments.</param>
public sealed record ChainSettings(
    long ChainId, Asset GasAsset, BigInteger LargestGasPrice, BigInteger Tip, int Confirmations, int SwapSeconds, ImmutableArray<AmmPoolOptions> Pools);
