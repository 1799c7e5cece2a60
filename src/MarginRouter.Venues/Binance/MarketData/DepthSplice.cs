using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>
/// Joins the depth events of one symbol to a REST snapshot and keeps the chain of update ids. Spot events chain by U = previous u + 1;
/// futures events carry pu, the u before them. Events are buffered until a snapshot comes; a gap, a crossed book or an unreadable level
/// drops the book until the next snapshot. Allocates nothing once its buffers have grown.
/// </summary>
/// <param name="book">The book.</param>
/// <param name="snapshotLevels">Levels a side at which the snapshots are cut off; null when that is unknown.</param>
/// <param name="bufferLimit">Events that are kept at most.</param>
internal sealed class DepthSplice(GridBook book, int? snapshotLevels, int bufferLimit)
{
    private const int KnownShare = 4;
    private bool refreshing;
    private readonly Queue<DepthUpdate> buffered = new();
    private readonly Stack<DepthUpdate> spare = new();
    private bool spliced;
    private bool firstAfterSnapshot;

    public GridBook Book => book;

    /// <summary>True while a snapshot is wanted.</summary>
    public bool NeedsSnapshot => !spliced;

    /// <summary>True when prices have left the last snapshot behind, so that little of the book is known: a new one is wanted although it is sound.</summary>
    public bool WantsRefresh => spliced && !refreshing && book.Book.KnowsFewerThan(Math.Max(1, (snapshotLevels ?? 0) / KnownShare));

    public long Snapshots { get; private set; }

    public long Applied { get; private set; }

    public long Stale { get; private set; }

    public long Gaps { get; private set; }

    public long Crossed { get; private set; }

    public long Unreadable { get; private set; }

    /// <summary>A new snapshot of a sound book is on its way: events are kept beside being applied, until it comes.</summary>
    public void BeginRefresh() => refreshing = true;

    /// <summary>Takes an event of the stream.</summary>
    public SpliceOutcome OnEvent(DepthUpdate update)
    {
        if (!spliced)
        {
            Buffer(update);
            return SpliceOutcome.Buffered;
        }

        // An event that broke the book is kept in case the next snapshot is older than it.
        SpliceOutcome outcome = Chain(update);
        if (outcome == SpliceOutcome.Dropped || refreshing)
            Buffer(update);
        return outcome;
    }

    /// <summary>Takes a snapshot and joins the buffered events to it.</summary>
    public SpliceOutcome OnSnapshot(DepthUpdate snapshot)
    {
        while (buffered.TryPeek(out DepthUpdate? first) && IsStale(first, snapshot.LastUpdateId, afterSnapshot: true))
        {
            Stale++;
            Release();
        }

        if (buffered.TryPeek(out DepthUpdate? next) && !Follows(next, snapshot.LastUpdateId, afterSnapshot: true))
            return SpliceOutcome.SnapshotTooOld;

        // A sound book is ahead of a snapshot that was asked for; the kept events must lead from the one to the other.
        if (spliced && buffered.Count == 0 && snapshot.LastUpdateId < book.Book.Sequence)
            return SpliceOutcome.SnapshotTooOld;
        Snapshots++;
        refreshing = false;
        spliced = true;
        firstAfterSnapshot = true;
        book.Book.BeginSnapshot();
        SpliceOutcome outcome = Put(snapshot, worstFirst: true);

        while (outcome != SpliceOutcome.Dropped && buffered.TryPeek(out DepthUpdate? update))
        {
            if (Chain(update) == SpliceOutcome.Dropped)
                return SpliceOutcome.Dropped;
            Release();
        }

        return outcome;
    }

    /// <summary>Drops the book and the buffer: the connection ended.</summary>
    public void Reset(BookState state)
    {
        while (buffered.Count > 0)
            Release();
        refreshing = false;
        spliced = false;
        book.Book.Drop(state);
    }

    private static bool IsStale(DepthUpdate update, long last, bool afterSnapshot) =>
        update.PreviousUpdateId is not null && afterSnapshot ? update.LastUpdateId < last : update.LastUpdateId <= last;

    /// <summary>
    /// True when the event continues a book that stands at an update id. The first futures event after a snapshot may straddle it; it may
    /// also be its direct successor, which the venue's own rule forgets.
    /// </summary>
    private static bool Follows(DepthUpdate update, long last, bool afterSnapshot)
    {
        if (update.PreviousUpdateId is not { } previous)
            return update.FirstUpdateId <= unchecked(last + 1);
        return previous == last || (afterSnapshot && update.FirstUpdateId <= last);
    }

    private SpliceOutcome Chain(DepthUpdate update)
    {
        long last = book.Book.Sequence;
        if (IsStale(update, last, firstAfterSnapshot))
        {
            Stale++;
            return SpliceOutcome.Stale;
        }

        if (!Follows(update, last, firstAfterSnapshot))
        {
            Gaps++;
            return Drop(BookState.Gapped);
        }

        SpliceOutcome outcome = Put(update, worstFirst: false);
        firstAfterSnapshot = false;
        if (outcome == SpliceOutcome.Applied)
            Applied++;
        return outcome;
    }

    private SpliceOutcome Put(DepthUpdate update, bool worstFirst)
    {
        ReadOnlySpan<DepthLevel> levels = update.Levels;
        for (int i = 0; i < levels.Length; i++)
        {
            // Snapshots list the best level first; a ladder grows cheaply in the other direction.
            ref readonly DepthLevel level = ref levels[worstFirst ? levels.Length - 1 - i : i];
            if (!book.TrySet(level.Side, level.Price, level.Quantity))
            {
                Unreadable++;
                return Drop(BookState.Gapped);
            }
        }

        if (worstFirst && snapshotLevels is { } cut)
            book.Book.CutKnowledge(cut);
        if (book.Book.Commit(update.LastUpdateId, update.VenueTime))
            return SpliceOutcome.Applied;
        Crossed++;
        return Drop(BookState.Crossed);
    }

    private SpliceOutcome Drop(BookState state)
    {
        refreshing = false;
        spliced = false;
        book.Book.Drop(state);
        return SpliceOutcome.Dropped;
    }

    /// <summary>Keeps a copy. When full, everything kept is forgotten: the snapshot must then be newer than what comes after.</summary>
    private void Buffer(DepthUpdate update)
    {
        if (buffered.Count == bufferLimit)
        {
            while (buffered.Count > 0)
                Release();
        }

        DepthUpdate copy = spare.TryPop(out DepthUpdate? old) ? old : new DepthUpdate();
        copy.CopyFrom(update);
        buffered.Enqueue(copy);
    }

    private void Release() => spare.Push(buffered.Dequeue());
}
