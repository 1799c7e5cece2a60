using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>A block with the state that it leaves.</summary>
/// <param name="Number">Height.</param>
/// <param name="Hash">Hash.</param>
/// <param name="ParentHash">Hash of the block below.</param>
/// <param name="Time">Seconds since 1970.</param>
/// <param name="BaseFee">Base fee in wei.</param>
/// <param name="Receipts">What happened in it, in order.</param>
/// <param name="World">The state after it.</param>
internal sealed record EthereumBlock(
    long Number, string Hash, string ParentHash, long Time, BigInteger BaseFee, IReadOnlyList<EthereumReceipt> Receipts, EthereumWorld World);
