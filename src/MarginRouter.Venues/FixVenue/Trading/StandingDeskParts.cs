using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Transport;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>What requests about standing orders share with their session.</summary>
internal sealed record StandingDeskParts
{
    /// <summary>The adapter's options.</summary>
    public required FixVenueOptions Options { get; init; }

    /// <summary>Writes the messages.</summary>
    public required OrderMessages Messages { get; init; }

    /// <summary>Our ids.</summary>
    public required WireIds Ids { get; init; }

    /// <summary>Our orders by the ids that the venue knows.</summary>
    public required WireOrders Orders { get; init; }

    /// <summary>What waits for an answer.</summary>
    public required StandingRequests Standing { get; init; }

    /// <summary>The session while it is logged on.</summary>
    public required Func<FixSession?> Session { get; init; }

    /// <summary>By what the venue knows a child.</summary>
    public required Func<ChildOrderId, WireOrder?> Known { get; init; }

    /// <summary>Asks what became of a child.</summary>
    public required Action<QueryChild> Query { get; init; }

    /// <summary>The account's reader; null where everything comes over FIX.</summary>
    public required IAccountReader? Reader { get; init; }

    /// <summary>What is left of the venue's limit of orders.</summary>
    public required OrderBudget Budget { get; init; }

    /// <summary>Our time.</summary>
    public required VenueClock Clock { get; init; }
}
