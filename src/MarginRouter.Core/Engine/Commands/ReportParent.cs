using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>An execution report to a desk (ExecutionReport, 8). Quantities are base units, prices in the product's pricing asset.</summary>
public sealed record ReportParent : DeskReport
{
    /// <summary>The parent; null for a request that was rejected before it became one.</summary>
    public required ParentOrderId? Parent { get; init; }

    /// <summary>ClOrdID(11).</summary>
    public required string ClientOrderId { get; init; }

    /// <summary>OrigClOrdID(41) of a cancel or a replacement, else null.</summary>
    public string? OriginalClientOrderId { get; init; }

    /// <summary>ExecType(150).</summary>
    public required ExecutionKind Kind { get; init; }

    /// <summary>OrdStatus(39).</summary>
    public required ParentStatus Status { get; init; }

    /// <summary>Symbol(55).</summary>
    public required string Symbol { get; init; }

    /// <summary>Side(54).</summary>
    public required Side Side { get; init; }

    /// <summary>OrderQty(38).</summary>
    public required decimal Quantity { get; init; }

    /// <summary>CumQty(14).</summary>
    public required decimal CumulativeQuantity { get; init; }

    /// <summary>LeavesQty(151): zero when final.</summary>
    public required decimal LeavesQuantity { get; init; }

    /// <summary>AvgPx(6): volume-weighted, exact to 28 digits; zero before the first fill.</summary>
    public required decimal AveragePrice { get; init; }

    /// <summary>LastQty(32) of a trade, else null.</summary>
    public decimal? LastQuantity { get; init; }

    /// <summary>LastPx(31) of a trade, else null.</summary>
    public decimal? LastPrice { get; init; }

    /// <summary>ExecRefID(19): number of the report whose trade is taken back or corrected, else null.</summary>
    public long? ReferencedReport { get; init; }

    /// <summary>LastMkt(30) of a trade: the venue's configured name.</summary>
    public string? LastVenue { get; init; }

    /// <summary>The subaccount that traded.</summary>
    public string? Subaccount { get; init; }

    /// <summary>Price of a trade as the venue stated it, in the instrument's quote asset, before conversion into the pricing asset.</summary>
    public decimal? NativePrice { get; init; }

    /// <summary>Fee of a trade in <see cref="NativeFeeAsset"/>; positive is paid.</summary>
    public decimal? NativeFee { get; init; }

    /// <summary>The asset that the fee was taken from.</summary>
    public Asset? NativeFeeAsset { get; init; }

    /// <summary>What a report about a basket is of; null for a parent of one leg.</summary>
    public MultilegKind? Multileg { get; init; }

    /// <summary>LegRefID(654) of a report about one leg.</summary>
    public string? LegReference { get; init; }

    /// <summary>The basket's terms, in every report about it or one of its legs; null for a parent of one leg.</summary>
    public BasketRequest? Basket { get; init; }

    /// <summary>Why rejected or ended short: the first is the reason, further ones are the other limits that block. Empty otherwise.</summary>
    public ImmutableArray<Refusal> Refusals { get; init; } = [];

    /// <summary>The terms that hold: order type, limit, time in force, parties and list; null for a request that was not read so far.</summary>
    public ParentRequest? Terms { get; init; }

    /// <summary>The base asset, the unit of every quantity; null for a symbol that is not known.</summary>
    public Asset? Unit { get; init; }

    /// <summary>Which of the reports that answer a mass status request this is; null when it answers none.</summary>
    public MassStatusPlace? MassStatus { get; init; }

    /// <summary>TransactTime(60).</summary>
    public required Instant At { get; init; }
}
