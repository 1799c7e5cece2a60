using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>What an account that is read shares with its session.</summary>
internal sealed record ReadAccountParts
{
    /// <summary>The adapter's options.</summary>
    public required FixVenueOptions Options { get; init; }

    /// <summary>Where events go.</summary>
    public required IVenueEventSink Sink { get; init; }

    /// <summary>Readiness of the venue.</summary>
    public required VenueReadiness Readiness { get; init; }

    /// <summary>What the account has at the venue.</summary>
    public required OpenChildren Children { get; init; }

    /// <summary>Questions that are open.</summary>
    public required StatusQuestions Questions { get; init; }

    /// <summary>Our ids.</summary>
    public required WireIds Ids { get; init; }

    /// <summary>The session's reports.</summary>
    public required OrderReports Reports { get; init; }

    /// <summary>Until when an order of an earlier process may still arrive.</summary>
    public required Instant EarlierOrdersArriveUntil { get; init; }

    /// <summary>Our time.</summary>
    public required VenueClock Clock { get; init; }

    /// <summary>The clock of waits.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The adapter's log.</summary>
    public required ILogger Logger { get; init; }
}
