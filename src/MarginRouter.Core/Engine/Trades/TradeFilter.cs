using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Trades;

/// <summary>Which trades of a desk are wanted: those that meet every condition that is not null.</summary>
public sealed record TradeFilter
{
    /// <summary>The report that told it, by number.</summary>
    public long? Report { get; init; }

    /// <summary>The parent.</summary>
    public ParentOrderId? Parent { get; init; }

    /// <summary>The parent by any ClOrdID(11) that it has or had.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>Symbol(55).</summary>
    public string? Symbol { get; init; }

    /// <summary>Side(54).</summary>
    public Side? Side { get; init; }

    /// <summary>Subaccounts that traded; empty for all.</summary>
    public ImmutableArray<string> Accounts { get; init; } = [];

    /// <summary>Not before this time of the router.</summary>
    public Instant? Since { get; init; }

    /// <summary>Before this time.</summary>
    public Instant? Until { get; init; }

    /// <summary>Behind the report with this number: where the page before ended.</summary>
    public long After { get; init; }
}
