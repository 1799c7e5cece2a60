using System.Collections.Immutable;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>The tables that the venues margin by, and what the account on margin begins with; as published unless a test alters them.</summary>
internal sealed record VenueRules
{
    public IReadOnlyDictionary<string, ImmutableArray<MaintenanceTier>> Tiers { get; init; } =
        new Dictionary<string, ImmutableArray<MaintenanceTier>> { ["BTCUSDT"] = UsdmTierTables.Bitcoin };

    public (string Asset, decimal Quantity)[] KrakenBalances { get; init; } = [("USD", 50_000_000m)];

    public IReadOnlyDictionary<string, decimal> CollateralWeights { get; init; } = new Dictionary<string, decimal> { ["BTC"] = 1m };
}
