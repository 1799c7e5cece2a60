using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>One parent, what it may trade against and the margin state of the accounts, in the instance format of the solve command.</summary>
internal sealed record SplitInstance
{
    public required string Name { get; init; }

    public required Side Side { get; init; }

    /// <summary>Base units wanted.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Money per base unit against which cost is measured.</summary>
    public required decimal ReferencePrice { get; init; }

    public required int? MaximumChildren { get; init; }

    public required decimal? LimitPrice { get; init; }

    /// <summary>Mark by instrument.</summary>
    public required ImmutableArray<decimal> Marks { get; init; }

    /// <summary>By instrument: true when it follows the parent's asset.</summary>
    public required ImmutableArray<bool> IsParentAsset { get; init; }

    public required ImmutableArray<InstanceVenue> Venues { get; init; }

    public required ImmutableArray<InstanceSubaccount> Subaccounts { get; init; }

    public required ImmutableArray<InstanceRoute> Routes { get; init; }

    public required ImmutableArray<InstanceCap> Caps { get; init; }
}
