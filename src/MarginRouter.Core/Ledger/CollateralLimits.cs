using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>A desk's own limits on what an account may hold as collateral, beside the venue's.</summary>
public sealed record CollateralLimits
{
    /// <summary>In which order assets are used; an asset that is not listed is never touched.</summary>
    public ImmutableArray<Asset> Order { get; init; } = [];

    /// <summary>Assets that count as stable.</summary>
    public ImmutableArray<Asset> Stable { get; init; } = [];

    /// <summary>Least share of the account's value in stable assets, in [0, 1].</summary>
    public decimal LeastStableShare { get; init; }

    /// <summary>Largest share of the account's value in one asset that is not stable, in (0, 1].</summary>
    public decimal LargestShare { get; init; } = 1m;

    /// <summary>Share of its value at which the venue takes an asset when it converts it itself; null where it is the collateral weight.</summary>
    public decimal? ConversionRate { get; init; }
}
