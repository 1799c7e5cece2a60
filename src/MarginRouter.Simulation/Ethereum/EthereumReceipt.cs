using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>What a mined transaction did.</summary>
/// <param name="Transaction">The transaction; null for what the simulation did of itself.</param>
/// <param name="Hash">The transaction's hash.</param>
/// <param name="Succeeded">False when it reverted.</param>
/// <param name="GasUsed">Gas.</param>
/// <param name="GasPrice">What a unit of it cost, in wei.</param>
/// <param name="Logs">Its logs.</param>
internal sealed record EthereumReceipt(
    EthereumTransaction? Transaction, string Hash, bool Succeeded, long GasUsed, BigInteger GasPrice, IReadOnlyList<EthereumLog> Logs);
