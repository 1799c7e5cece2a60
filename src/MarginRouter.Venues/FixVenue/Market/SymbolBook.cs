using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.FixVenue.Market;

/// <summary>One symbol of the market data session: its book and its subscription.</summary>
internal sealed class SymbolBook(Instrument instrument)
{
    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; } = instrument;

    /// <summary>Its book with its grids.</summary>
    public GridBook Grid { get; } = GridBook.For(instrument);

    /// <summary>The book.</summary>
    public OrderBook Book => Grid.Book;

    /// <summary>MDReqID (262) of the present subscription; null when there is none.</summary>
    public string? RequestId { get; set; }

    /// <summary>When the present subscription was asked for.</summary>
    public Instant RequestedAt { get; set; }

    /// <summary>When to ask again after a fault; null when nothing is due.</summary>
    public Instant? RequestDue { get; set; }

    /// <summary>True from a complete snapshot to the next fault.</summary>
    public bool Synchronised { get; set; }

    /// <summary>RptSeq (83), or the book update id (25044), of the last update applied; null when the venue numbers nothing.</summary>
    public long? Sequence { get; set; }

    /// <summary>True while the message at hand has changed it.</summary>
    public bool Touched { get; set; }

    /// <summary>True between the first and the last fragment of an update that comes in several messages.</summary>
    public bool InFragment { get; set; }

    /// <summary>When its middle was last told as its mark.</summary>
    public Instant MarkedAt { get; set; }
}
