using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>A subaccount of an instance. Arrays by instrument; a rate that is not given is zero.</summary>
internal sealed record InstanceSubaccount
{
    public required string Id { get; init; }

    public required decimal Equity { get; init; }

    /// <summary>Scenarios of its portfolio margin; null when margin is by instrument.</summary>
    public InstanceScenarios? Portfolio { get; init; }

    public required decimal UtilisationLimit { get; init; }

    public required decimal MarginCostRate { get; init; }

    public required ImmutableArray<decimal> InitialRate { get; init; }

    public required ImmutableArray<decimal> MaintenanceRate { get; init; }

    public required ImmutableArray<decimal> ContingencyRate { get; init; }

    /// <summary>Signed base units.</summary>
    public required ImmutableArray<decimal> Positions { get; init; }

    /// <summary>Least relative move of the parent's asset to liquidation; null for none.</summary>
    public decimal? MinimumLiquidationDistance { get; init; }

    public InstanceScenarios? Stress { get; init; }

    /// <summary>Least equity under every stress scenario.</summary>
    public decimal MinimumEquity { get; init; }
}
