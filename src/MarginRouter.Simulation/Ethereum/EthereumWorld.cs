using System.Collections.Immutable;
using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>The state of the chain: coins, nonces, tokens, allowances and pools. Immutable, so that every block keeps its own.</summary>
internal sealed record EthereumWorld
{
    /// <summary>Wei by address.</summary>
    public ImmutableDictionary<string, BigInteger> Coins { get; init; } = ImmutableDictionary<string, BigInteger>.Empty;

    /// <summary>Transactions mined by address.</summary>
    public ImmutableDictionary<string, long> Nonces { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Units by token and holder.</summary>
    public ImmutableDictionary<(string Token, string Holder), BigInteger> Tokens { get; init; } = ImmutableDictionary<(string, string), BigInteger>.Empty;

    /// <summary>What a contract may take, by token, holder and contract.</summary>
    public ImmutableHashSet<(string Token, string Holder, string Spender)> Allowances { get; init; } = [];

    /// <summary>Pools by address.</summary>
    public ImmutableDictionary<string, EthereumPool> Pools { get; init; } = ImmutableDictionary<string, EthereumPool>.Empty;

    /// <summary>Moves tokens; reverts when there are too few.</summary>
    public EthereumWorld Move(string token, string from, string to, BigInteger amount, string refusal)
    {
        BigInteger held = Tokens.GetValueOrDefault((token, from));
        if (held < amount)
            throw new EvmRevertException(refusal);
        ImmutableDictionary<(string, string), BigInteger> after = Tokens.SetItem((token, from), held - amount);
        return this with { Tokens = after.SetItem((token, to), after.GetValueOrDefault((token, to)) + amount) };
    }

    /// <summary>Adds tokens to a holder.</summary>
    public EthereumWorld Give(string token, string holder, BigInteger amount) =>
        this with { Tokens = Tokens.SetItem((token, holder), Tokens.GetValueOrDefault((token, holder)) + amount) };
}
