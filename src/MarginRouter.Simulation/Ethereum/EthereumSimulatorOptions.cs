using System.Numerics;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>A simulated chain behind the JSON-RPC of a node.</summary>
public sealed record EthereumSimulatorOptions
{
    /// <summary>The common time of the simulated world.</summary>
    public required MarketClock Clock { get; init; }

    /// <summary>The chain's id.</summary>
    public long ChainId { get; init; } = 1;

    /// <summary>Router contracts.</summary>
    public required IReadOnlyList<string> Routers { get; init; }

    /// <summary>Pools.</summary>
    public required IReadOnlyList<EthereumPoolOptions> Pools { get; init; }

    /// <summary>Accounts.</summary>
    public required IReadOnlyList<EthereumAccountOptions> Accounts { get; init; }

    /// <summary>What a unit of gas costs at least, in wei.</summary>
    public BigInteger BaseFee { get; init; } = 20_000_000_000;

    /// <summary>Time between two blocks; null mines on command alone.</summary>
    public TimeSpan? BlockInterval { get; init; }
}
