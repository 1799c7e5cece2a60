using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>How fills are divided over a desk's accounts (AllocationReport, AS): what holds now, or what holds no longer.</summary>
public sealed record ReportAllocation : DeskReport
{
    /// <summary>AllocID(70): the desk's, or one of ours for a division that came with an order.</summary>
    public required string Id { get; init; }

    /// <summary>AllocTransType(71).</summary>
    public required AllocationAction Action { get; init; }

    /// <summary>RefAllocID(72): what is replaced or taken back; null for a new one.</summary>
    public string? Reference { get; init; }

    /// <summary>True when it follows from what came with the order (AllocReportType 3), false for an instruction (4).</summary>
    public required bool IsPreliminary { get; init; }

    /// <summary>True when it is taken back or changed because the venue took fills back (AllocCancReplaceReason 2).</summary>
    public bool FollowsFills { get; init; }

    /// <summary>The orders with how much of each is used.</summary>
    public required ImmutableArray<DividedOrder> Orders { get; init; }

    /// <summary>Symbol(55).</summary>
    public required string Symbol { get; init; }

    /// <summary>Side(54).</summary>
    public required Side Side { get; init; }

    /// <summary>The base asset, the unit of every quantity.</summary>
    public required Asset Unit { get; init; }

    /// <summary>Quantity(53): the sum of the shares.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>AvgPx(6): the average of all fills of the orders, exact to 28 digits.</summary>
    public required decimal AveragePrice { get; init; }

    /// <summary>Who gets how much.</summary>
    public required ImmutableArray<OrderAllocation> Shares { get; init; }

    /// <summary>TransactTime(60).</summary>
    public required Instant At { get; init; }
}
