using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>What every part of an adapter shares.</summary>
internal sealed record FeedContext(
    IVenueEventSink Sink, VenueHttp Http, VenueClock Clock, VenueReadiness Readiness, TimeProvider Time, ILogger Logger);
