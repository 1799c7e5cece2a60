using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Feeds;

/// <summary>What the sessions of an adapter share.</summary>
internal sealed record FeedParts(IVenueEventSink Sink, VenueHttp Http, VenueClock Clock, TimeProvider Time, ILogger Logger)
{
    /// <summary>The last mark of every instrument.</summary>
    public KnownMarks Marks { get; } = new();
}
