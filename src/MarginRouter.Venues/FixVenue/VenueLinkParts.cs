using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue;

/// <summary>What a session shares with the rest of the adapter.</summary>
internal sealed record VenueLinkParts
{
    /// <summary>The session, for logs.</summary>
    public required string Name { get; init; }

    /// <summary>The adapter's options.</summary>
    public required FixVenueOptions Options { get; init; }

    /// <summary>Where events go.</summary>
    public required IVenueEventSink Sink { get; init; }

    /// <summary>The instruments.</summary>
    public required SymbolTable Symbols { get; init; }

    /// <summary>The text of our order ids.</summary>
    public required ClientOrderIdFormat Ids { get; init; }

    /// <summary>What its Logons carry.</summary>
    public required SessionLogon Logon { get; init; }

    /// <summary>Readiness of the venue.</summary>
    public required VenueReadiness Readiness { get; init; }

    /// <summary>What is left of the venue's limit of orders; the sessions of a venue share it.</summary>
    public required OrderBudget Budget { get; init; }

    /// <summary>Our time.</summary>
    public required VenueClock Clock { get; init; }

    /// <summary>The clock of waits.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The adapter's log.</summary>
    public required ILogger Logger { get; init; }
}
