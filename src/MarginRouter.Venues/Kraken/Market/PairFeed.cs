using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Kraken.Books;

namespace MarginRouter.Venues.Kraken.Market;

/// <summary>What the public socket's reader keeps for one pair.</summary>
internal sealed class PairFeed(Instrument instrument)
{
    /// <summary>The pair.</summary>
    public Instrument Instrument { get; private set; } = instrument;

    /// <summary>Its book.</summary>
    public KrakenBook Book { get; private set; } = new(GridBook.For(instrument));

    /// <summary>True while the book may be used.</summary>
    public bool IsLive => Book.Book.State == BookState.Live;

    /// <summary>The last valuation price from the ticker; null before the first.</summary>
    public decimal? Mark { get; set; }

    /// <summary>When the book was subscribed last.</summary>
    public Instant SubscribedAt { get; set; }

    /// <summary>When it is to be subscribed again after a fault; null when nothing is due.</summary>
    public Instant? ResubscribeAt { get; set; }

    /// <summary>The book goes on in another price step, from a new subscription.</summary>
    public void Change(Instrument changed, Instant now)
    {
        Instrument = changed;
        Book = new KrakenBook(GridBook.For(changed));
        Book.Drop(BookState.Stale);
        ResubscribeAt = now;
    }
}
