using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>A simulated book at one moment.</summary>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="UpdateId">Number of the last level change in it; the id space of depth events.</param>
/// <param name="Time">Venue time of the copy.</param>
/// <param name="Bids">Bids, best first.</param>
/// <param name="Asks">Asks, best first.</param>
public sealed record BookCopy(
    string Symbol,
    long UpdateId,
    Instant Time,
    ImmutableArray<BookLevel> Bids,
    ImmutableArray<BookLevel> Asks);
