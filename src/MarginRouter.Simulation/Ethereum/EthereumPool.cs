using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>A pool contract with its state and its own swap arithmetic.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Token0">The token of the lower address.</param>
/// <param name="Token1">The other one.</param>
internal abstract record EthereumPool(string Address, string Token0, string Token1)
{
    /// <summary>What a swap does; reverts where the contract would.</summary>
    /// <param name="zeroForOne">True when token 0 is paid in.</param>
    /// <param name="isExactIn">True when the amount is what is paid in, false when it is what is taken out.</param>
    /// <param name="amount">The exact amount; positive.</param>
    public abstract PoolTrade Swap(bool zeroForOne, bool isExactIn, BigInteger amount);

    /// <summary>The logs of a swap.</summary>
    public abstract IEnumerable<EthereumLog> Logs(PoolTrade trade, string sender, string recipient);

    /// <summary>Answers a question to the contract; null when it has no such function.</summary>
    public abstract byte[]? View(string selector, byte[] arguments);

    /// <summary>The answer of the functions that every pool has.</summary>
    protected byte[]? ViewTokens(string selector) =>
        selector == EvmWords.Selector("token0()") ? EvmWords.Pack(EvmWords.OfAddress(Token0))
        : selector == EvmWords.Selector("token1()") ? EvmWords.Pack(EvmWords.OfAddress(Token1))
        : null;
}
