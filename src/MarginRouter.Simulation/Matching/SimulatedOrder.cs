using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Matching;

/// <summary>An accepted order as it stands at one moment.</summary>
public sealed record SimulatedOrder
{
    /// <summary>The venue's number of the order; unique in the venue, rising.</summary>
    public required long OrderId { get; init; }

    /// <summary>Name of the account.</summary>
    public required string Account { get; init; }

    /// <summary>What was ordered.</summary>
    public required OrderTerms Terms { get; init; }

    /// <summary>State.</summary>
    public required OrderState State { get; init; }

    /// <summary>Fills so far, in order.</summary>
    public required ImmutableArray<SimulatedFill> Fills { get; init; }

    /// <summary>Venue time of acceptance.</summary>
    public required Instant AcceptedAt { get; init; }

    /// <summary>Venue time of the last change.</summary>
    public required Instant UpdatedAt { get; init; }

    /// <summary>Why it ended with a remainder; null while it stands and when it filled.</summary>
    public OrderEndReason? EndReason { get; init; }

    /// <summary>What the maker of the quote that it took said when it ended; empty for any other order.</summary>
    public string EndText { get; init; } = "";

    /// <summary>The client's id.</summary>
    public string ClientOrderId => Terms.Request.ClientOrderId;

    /// <summary>The venue's symbol.</summary>
    public string Symbol => Terms.Instrument.Symbol;

    /// <summary>Size filled so far in contracts.</summary>
    public decimal CumulativeQuantity => Fills.Sum(fill => fill.Quantity);

    /// <summary>Size that may still fill in contracts; nothing of an order that has ended.</summary>
    public decimal LeavesQuantity => IsEnded ? 0m : Terms.Quantity - CumulativeQuantity;

    /// <summary>Sum of price times size over the fills, without multiplier.</summary>
    public decimal CumulativeValue => Fills.Sum(fill => fill.Quantity * fill.Price);

    /// <summary>Average fill price; zero when nothing is filled.</summary>
    public decimal AveragePrice => CumulativeQuantity == 0 ? 0 : CumulativeValue / CumulativeQuantity;

    /// <summary>True when nothing more happens to it, save for an injected late fill.</summary>
    public bool IsEnded => State is OrderState.Filled or OrderState.Expired or OrderState.Cancelled;
}
