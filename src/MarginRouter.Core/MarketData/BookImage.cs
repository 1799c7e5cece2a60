using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.MarketData;

/// <summary>
/// The best levels of one venue book as handed to the engine: a buffer that is filled by its owner, read by the engine during one
/// event, and used again. It is not a message to keep.
/// </summary>
public sealed class BookImage
{
    private readonly BookLevel[] bids;
    private readonly BookLevel[] asks;

    /// <summary>Makes a buffer for the best <paramref name="depth"/> levels a side of one instrument.</summary>
    public BookImage(InstrumentId instrument, int depth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        Instrument = instrument;
        bids = new BookLevel[depth];
        asks = new BookLevel[depth];
    }

    /// <summary>Whose book this is.</summary>
    public InstrumentId Instrument { get; }

    /// <summary>How far the book may be trusted.</summary>
    public BookState State { get; private set; } = BookState.Empty;

    /// <summary>The venue's sequence of the last message in it.</summary>
    public long Sequence { get; private set; }

    /// <summary>Venue time of the last message in it.</summary>
    public Instant VenueTime { get; private set; }

    /// <summary>When the last message, or the venue's last liveness signal, was received here; staleness is counted from it.</summary>
    public Instant ReceivedAt { get; private set; }

    /// <summary>Best levels of a side, best first; empty unless the state is Live.</summary>
    public ReadOnlySpan<BookLevel> Levels(BookSide side) => side switch
    {
        BookSide.Bid => bids.AsSpan(0, BidCount),
        BookSide.Ask => asks.AsSpan(0, AskCount),
    };

    private int BidCount { get; set; }

    private int AskCount { get; set; }

    /// <summary>Fills the buffer from a venue book.</summary>
    public void Fill(OrderBook book, Instant receivedAt)
    {
        bool live = book.State == BookState.Live;
        BidCount = live ? book.CopyTop(BookSide.Bid, bids) : 0;
        AskCount = live ? book.CopyTop(BookSide.Ask, asks) : 0;
        State = book.State;
        Sequence = book.Sequence;
        VenueTime = book.VenueTime;
        ReceivedAt = receivedAt;
    }

    /// <summary>Copies another image of the same instrument.</summary>
    public void CopyFrom(BookImage other)
    {
        if (other.Instrument != Instrument)
            throw new ArgumentException($"image of instrument {other.Instrument.Value} for {Instrument.Value}", nameof(other));
        BidCount = Copy(other.Levels(BookSide.Bid), bids);
        AskCount = Copy(other.Levels(BookSide.Ask), asks);
        State = other.State;
        Sequence = other.Sequence;
        VenueTime = other.VenueTime;
        ReceivedAt = other.ReceivedAt;
    }

    /// <summary>Sets the image to given levels, best first: used by replay and by tests. Levels beyond the depth are cut.</summary>
    public void Load(BookState state, long sequence, Instant receivedAt, ReadOnlySpan<BookLevel> bidLevels, ReadOnlySpan<BookLevel> askLevels)
    {
        BidCount = Copy(bidLevels, bids);
        AskCount = Copy(askLevels, asks);
        State = state;
        Sequence = sequence;
        VenueTime = receivedAt;
        ReceivedAt = receivedAt;
    }

    /// <summary>Notes a liveness signal of the venue without a change of levels.</summary>
    public void Touch(Instant receivedAt) => ReceivedAt = receivedAt;

    private static int Copy(ReadOnlySpan<BookLevel> source, BookLevel[] target)
    {
        int taken = Math.Min(source.Length, target.Length);
        source[..taken].CopyTo(target);
        return taken;
    }
}
