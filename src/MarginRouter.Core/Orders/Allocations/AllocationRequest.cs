using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders.Allocations;

/// <summary>How a desk wants fills of ended orders divided over its own accounts (AllocationInstruction, J).</summary>
/// <param name="Desk">The desk.</param>
/// <param name="Id">AllocID(70): its name of the instruction; once accepted it is not used for another.</param>
/// <param name="Action">AllocTransType(71).</param>
public sealed record AllocationRequest(string Desk, string Id, AllocationAction Action)
{
    /// <summary>RefAllocID(72): the accepted instruction that is replaced or taken back; null for a new one.</summary>
    public string? Reference { get; init; }

    /// <summary>The orders whose fills are divided, in the order in which they are used up.</summary>
    public ImmutableArray<AllocatedOrder> Orders { get; init; } = [];

    /// <summary>Symbol(55); empty in an instruction that takes one back.</summary>
    public string Symbol { get; init; } = string.Empty;

    /// <summary>Side(54); null in an instruction that takes one back.</summary>
    public Side? Side { get; init; }

    /// <summary>Quantity(53) in base units: the sum of the shares.</summary>
    public decimal Quantity { get; init; }

    /// <summary>AvgPx(6) of all fills of the orders, in the pricing asset, with the digits that the desk states.</summary>
    public decimal AveragePrice { get; init; }

    /// <summary>Who gets how much.</summary>
    public ImmutableArray<OrderAllocation> Shares { get; init; } = [];

    /// <summary>True when another says the same, word for word.</summary>
    public bool SaysTheSame(AllocationRequest other) =>
        this with { Orders = [], Shares = [] } == other with { Orders = [], Shares = [] }
        && Orders.AsSpan().SequenceEqual(other.Orders.AsSpan())
        && Shares.AsSpan().SequenceEqual(other.Shares.AsSpan());
}
