using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>One decoded v2 ticker, in a buffer that the decoder fills again and again.</summary>
internal sealed class KrakenTicker
{
    /// <summary>The venue's symbol.</summary>
    public string Symbol { get; set; } = "";

    /// <summary>Best bid in the quote asset; null when the side is empty.</summary>
    public decimal? Bid { get; set; }

    /// <summary>Best ask in the quote asset; null when the side is empty.</summary>
    public decimal? Ask { get; set; }

    /// <summary>Price of the last trade; null when there is none.</summary>
    public decimal? Last { get; set; }

    /// <summary>Venue time; null when the message has none.</summary>
    public Instant? VenueTime { get; set; }

    /// <summary>The middle of bid and ask, else the last trade, else null.</summary>
    public decimal? Mark => Bid is { } bid && Ask is { } ask && bid > 0 && ask > 0 ? (bid + ask) / 2 : Last;

    /// <summary>Empties the buffer for the next message.</summary>
    public void Reset()
    {
        Symbol = "";
        Bid = null;
        Ask = null;
        Last = null;
        VenueTime = null;
    }
}
