using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Feeds;

/// <summary>One mark price as the venue states it.</summary>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Price">The mark.</param>
/// <param name="VenueTime">Its time; the epoch when the message has none.</param>
internal readonly record struct MarkTick(string Symbol, DecimalText Price, Instant VenueTime);
