using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>What one book message carries.</summary>
/// <param name="IsSnapshot">True for the whole book, false for changes.</param>
/// <param name="Bids">Bid levels, best first; zero quantity deletes.</param>
/// <param name="Asks">Ask levels, best first; zero quantity deletes.</param>
/// <param name="Checksum">Checksum of the book after this message.</param>
/// <param name="Time">Venue time.</param>
internal sealed record KrakenBookChange(
    bool IsSnapshot,
    IReadOnlyList<BookLevel> Bids,
    IReadOnlyList<BookLevel> Asks,
    uint Checksum,
    Instant Time);
