using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Rest;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>What an account shares with the rest of the adapter.</summary>
internal sealed record AccountParts
{
    /// <summary>The adapter's options.</summary>
    public required KrakenSpotOptions Options { get; init; }

    /// <summary>The pairs in the price steps of now.</summary>
    public required InstrumentTable Instruments { get; init; }

    /// <summary>Where events go.</summary>
    public required IVenueEventSink Sink { get; init; }

    /// <summary>Readiness of the venue.</summary>
    public required TradingGate Gate { get; init; }

    /// <summary>Pairs by all their names.</summary>
    public required IReadOnlyDictionary<string, PairRules> Pairs { get; init; }

    /// <summary>The text of our order ids.</summary>
    public required ClientOrderIdFormat Ids { get; init; }

    /// <summary>HTTP to the venue.</summary>
    public required VenueHttp Http { get; init; }

    /// <summary>Our time.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>When the adapter was made, by our time.</summary>
    public required Instant StartedAt { get; init; }

    /// <summary>The adapter's log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>The pair of a child; throws when it is not one of the adapter's.</summary>
    public Instrument InstrumentOf(ChildOrderTerms terms) => Instruments.Find(terms.Instrument)
        ?? throw new InvalidOperationException($"child {terms.Id}: instrument {terms.Instrument.Value} is not one of this adapter's");
}
