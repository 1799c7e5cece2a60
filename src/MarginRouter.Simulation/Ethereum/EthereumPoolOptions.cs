using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>A pool of the simulated chain. With a tick spacing it is one of concentrated liquidity, else one of constant product.</summary>
public sealed record EthereumPoolOptions
{
    /// <summary>The contract.</summary>
    public required string Address { get; init; }

    /// <summary>One of its tokens.</summary>
    public required string TokenA { get; init; }

    /// <summary>The other one.</summary>
    public required string TokenB { get; init; }

    /// <summary>Units of token A in it at the start, of a pool of constant product.</summary>
    public BigInteger ReserveA { get; init; }

    /// <summary>Units of token B in it at the start.</summary>
    public BigInteger ReserveB { get; init; }

    /// <summary>Fee in millionths of what is paid in.</summary>
    public int FeePips { get; init; } = 3000;

    /// <summary>Distance of ticks; null for a pool of constant product.</summary>
    public int? TickSpacing { get; init; }

    /// <summary>Tick at which a pool of concentrated liquidity starts.</summary>
    public int Tick { get; init; }

    /// <summary>Its positions: lower tick, upper tick, liquidity.</summary>
    public IReadOnlyList<(int Lower, int Upper, BigInteger Liquidity)> Positions { get; init; } = [];
}
