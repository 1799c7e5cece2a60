using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Feeds;

/// <summary>One public trade.</summary>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Taker">Side of the order that took liquidity.</param>
/// <param name="Price">Price text.</param>
/// <param name="Quantity">Size text, in the venue's unit.</param>
/// <param name="VenueTime">When it happened.</param>
internal readonly record struct TradeTick(string Symbol, Side Taker, DecimalText Price, DecimalText Quantity, Instant VenueTime);
