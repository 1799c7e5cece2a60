using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;

namespace MarginRouter.Core.Engine.Allocations;

/// <summary>A division of fills that was accepted.</summary>
internal sealed class AcceptedAllocation(AllocationRequest request, ImmutableArray<(ParentOrder Parent, QuantityLots Lots)> taken)
{
    public AllocationRequest Request { get; } = request;

    /// <summary>How much of each order it uses, in product lots.</summary>
    public ImmutableArray<(ParentOrder Parent, QuantityLots Lots)> Taken { get; } = taken;

    /// <summary>False once it was replaced or taken back.</summary>
    public bool Holds { get; set; } = true;

    /// <summary>True when it came with an order.</summary>
    public bool IsPreliminary { get; init; }
}
