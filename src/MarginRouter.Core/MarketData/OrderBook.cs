using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.MarketData;

/// <summary>
/// The book of one instrument on one venue, built from snapshots and absolute size changes. It has one writer. A message is applied
/// with <see cref="Set"/> for each changed level and ends with <see cref="Commit"/>; only then is the book looked at.
/// Steady-state updates allocate nothing.
/// </summary>
public sealed class OrderBook
{
    private readonly BookLadder bids;
    private readonly BookLadder asks;
    private PriceTicks? lastKnownBid;
    private PriceTicks? lastKnownAsk;

    /// <summary>Makes an empty book with room for a number of levels a side before it has to grow.</summary>
    public OrderBook(InstrumentId instrument, int initialCapacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(initialCapacity, 1);
        Instrument = instrument;
        bids = new BookLadder(BookSide.Bid, initialCapacity);
        asks = new BookLadder(BookSide.Ask, initialCapacity);
    }

    /// <summary>Whose book this is.</summary>
    public InstrumentId Instrument { get; }

    /// <summary>How far it may be trusted.</summary>
    public BookState State { get; private set; } = BookState.Empty;

    /// <summary>The venue's sequence or update id of the last applied message; 0 before the first or where the venue has none.</summary>
    public long Sequence { get; private set; }

    /// <summary>Venue time of the last applied message.</summary>
    public Instant VenueTime { get; private set; }

    /// <summary>Number of levels on a side.</summary>
    public int Count(BookSide side) => Ladder(side).Count;

    /// <summary>The level at a depth, 0 = best; throws when there is none.</summary>
    public BookLevel Level(BookSide side, int depth)
    {
        BookLadder ladder = Ladder(side);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(depth, ladder.Count);
        return ladder[depth];
    }

    /// <summary>Copies the best levels of a side as far as they are known, best first; returns how many were copied.</summary>
    public int CopyTop(BookSide side, Span<BookLevel> target)
    {
        int copied = Ladder(side).CopyTop(target);
        while (copied > 0 && !IsKnown(side, target[copied - 1].Price))
            copied--;
        return copied;
    }

    /// <summary>
    /// Says that the snapshot just set was cut off by the venue at so many levels a side: where a side has as many, what lies beyond its worst
    /// level is unknown, whatever single levels later messages name there. Holds until the next snapshot.
    /// </summary>
    public void CutKnowledge(int levels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        lastKnownBid = bids.Count >= levels ? bids[bids.Count - 1].Price : null;
        lastKnownAsk = asks.Count >= levels ? asks[asks.Count - 1].Price : null;
    }

    /// <summary>True when fewer than so many levels of a side are known although there are more: prices have left the last snapshot behind.</summary>
    public bool KnowsFewerThan(int levels) => KnowsFewerThan(BookSide.Bid, levels) || KnowsFewerThan(BookSide.Ask, levels);

    /// <summary>Drops all levels and waits for a snapshot; <paramref name="state"/> says why (anything but Live).</summary>
    public void Drop(BookState state)
    {
        if (state == BookState.Live)
            throw new ArgumentException("A dropped book is not live", nameof(state));
        Clear();
        State = state;
    }

    /// <summary>Begins a snapshot: all levels are dropped; levels follow with <see cref="Set"/>, then <see cref="Commit"/>.</summary>
    public void BeginSnapshot()
    {
        Clear();
        State = BookState.Empty;
    }

    /// <summary>Sets the absolute size at a price; zero deletes, and deleting an absent level does nothing.</summary>
    public void Set(BookSide side, PriceTicks price, QuantityLots quantity) => Ladder(side).Set(price, quantity);

    /// <summary>Keeps the best <paramref name="depth"/> levels of each side; returns how many levels were dropped.</summary>
    public int Trim(int depth) => bids.Trim(depth) + asks.Trim(depth);

    /// <summary>
    /// Ends a message: records its sequence and time and judges the book. Returns false, with the state <see cref="BookState.Crossed"/>,
    /// when best bid is at or above best ask; the caller then resynchronises.
    /// </summary>
    public bool Commit(long sequence, Instant venueTime)
    {
        Sequence = sequence;
        VenueTime = venueTime;
        bool crossed = bids.Count > 0 && asks.Count > 0 && bids[0].Price >= asks[0].Price;
        State = crossed ? BookState.Crossed : BookState.Live;
        return !crossed;
    }

    /// <summary>Marks a live book as overdue without dropping it; the next <see cref="Commit"/> revives it.</summary>
    public void MarkStale()
    {
        if (State == BookState.Live)
            State = BookState.Stale;
    }

    /// <summary>Puts the book on a finer grid: every price is multiplied by one factor and every size by the other.</summary>
    public void Rescale(long priceFactor, long quantityFactor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(priceFactor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(quantityFactor, 1);
        bids.Rescale(priceFactor, quantityFactor);
        asks.Rescale(priceFactor, quantityFactor);
        lastKnownBid = Rescaled(lastKnownBid, priceFactor);
        lastKnownAsk = Rescaled(lastKnownAsk, priceFactor);
    }

    private static PriceTicks? Rescaled(PriceTicks? price, long factor) => price is { } known ? new PriceTicks(known.Value * factor) : null;

    private bool IsKnown(BookSide side, PriceTicks price) => side switch
    {
        BookSide.Bid => lastKnownBid is not { } worst || price >= worst,
        BookSide.Ask => lastKnownAsk is not { } worst || price <= worst,
    };

    private bool KnowsFewerThan(BookSide side, int levels)
    {
        BookLadder ladder = Ladder(side);
        bool isCut = (side == BookSide.Bid ? lastKnownBid : lastKnownAsk) is not null;
        return isCut && (ladder.Count < levels || !IsKnown(side, ladder[levels - 1].Price));
    }

    private void Clear()
    {
        bids.Clear();
        asks.Clear();
        lastKnownBid = null;
        lastKnownAsk = null;
    }

    private BookLadder Ladder(BookSide side) => side switch
    {
        BookSide.Bid => bids,
        BookSide.Ask => asks,
    };
}
