using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue;

/// <summary>What a session shares with the rest of the adapter.</summary>
/// <param name="Name">The session, for logs.</param>
/// <param name="Options">The adapter's options.</param>
/// <param name="Sink">Where events go.</param>
/// <param name="Symbols">The instruments.</param>
/// <param name="Ids">The text of our order ids.</param>
/// <param name="Clock">Our time.</param>
/// <param name="Logger">The adapter's log.</param>
internal sealed record VenueLinkParts(
    string Name, FixVenueOptions Options, IVenueEventSink Sink, SymbolTable Symbols, ClientOrderIdFormat Ids, VenueClock Clock, ILogger Logger);
