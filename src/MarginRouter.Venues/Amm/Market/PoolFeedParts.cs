using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Amm.Market;

/// <summary>What the feed of the pools is given.</summary>
/// <param name="Pools">The pools.</param>
/// <param name="Sink">Where their books go.</param>
/// <param name="Clock">Our clock.</param>
/// <param name="Time">Timers.</param>
/// <param name="Logger">Log.</param>
/// <param name="Complete">Told when every book is there, and when they are not.</param>
internal sealed record PoolFeedParts(
    PoolView[] Pools, IVenueEventSink Sink, VenueClock Clock, TimeProvider Time, ILogger Logger, Action<bool> Complete);
