using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.KuCoin.MarketData;

/// <summary>
/// The book of one KuCoin stream, spliced to a REST snapshot: updates are kept until the snapshot comes; those that it contains are
/// discarded, one that straddles it is applied change by change, and from then on each must begin where the one before ended. Price zero
/// only moves the sequence. When the buffer is full all of it is forgotten: the snapshot must then be newer than what comes after.
/// </summary>
/// <param name="grid">The book.</param>
/// <param name="snapshotLevels">Levels a side at which the snapshots are cut off; null when they are whole.</param>
/// <param name="bufferLimit">Updates that are kept at most.</param>
internal sealed class KuCoinBook(GridBook grid, int? snapshotLevels = null, int bufferLimit = 4096) : BookBuilder(grid)
{
    private const int KnownShare = 2;
    private bool refreshing;
    private readonly Queue<BookMessage> kept = new();
    private readonly Stack<BookMessage> spare = new();

    /// <inheritdoc />
    public override BookOutcome Apply(BookMessage message)
    {
        if (message.IsSnapshot)
            return Splice(message);
        if (!Synchronised)
        {
            Keep(message);
            return BookOutcome.AwaitingSnapshot;
        }

        // An update that broke the book is kept in case the next snapshot is older than it.
        BookOutcome outcome = base.Apply(message);
        if (!Synchronised || refreshing)
            Keep(message);
        return outcome;
    }

    /// <inheritdoc />
    public override bool WantsRefresh =>
        !refreshing && snapshotLevels is { } levels && Synchronised && Book.KnowsFewerThan(levels / KnownShare);

    /// <inheritdoc />
    public override void BeginRefresh() => refreshing = true;

    /// <inheritdoc />
    protected override int? SnapshotLevels => snapshotLevels;

    /// <inheritdoc />
    public override void Drop(BookState state)
    {
        base.Drop(state);
        refreshing = false;
        if (state is not (BookState.Gapped or BookState.Crossed))
            Forget();
    }

    /// <inheritdoc />
    protected override Continuity Follow(BookMessage update)
    {
        if (update.Sequence <= Book.Sequence)
            return Continuity.Stale;
        return update.FirstSequence <= unchecked(Book.Sequence + 1) ? Continuity.Follows : Continuity.Gap;
    }

    /// <inheritdoc />
    protected override bool Takes(in LevelChange change) =>
        change.Sequence == 0 || (change.Sequence > Book.Sequence && change.Price.Mantissa != 0);

    private BookOutcome Splice(BookMessage snapshot)
    {
        while (kept.TryPeek(out BookMessage? first) && first.Sequence <= snapshot.Sequence)
        {
            Stale++;
            Release();
        }

        if (kept.TryPeek(out BookMessage? next) && next.FirstSequence > unchecked(snapshot.Sequence + 1))
            return BookOutcome.SnapshotTooOld;

        // A sound book is ahead of a snapshot that was asked for; the kept updates must lead from the one to the other.
        if (Synchronised && kept.Count == 0 && snapshot.Sequence < Book.Sequence)
            return BookOutcome.SnapshotTooOld;
        refreshing = false;
        BookOutcome outcome = Put(snapshot);
        while (outcome is BookOutcome.Applied or BookOutcome.Stale && kept.TryPeek(out BookMessage? update))
        {
            outcome = base.Apply(update);
            if (Synchronised)
                Release();
        }

        return outcome == BookOutcome.Stale ? BookOutcome.Applied : outcome;
    }

    private void Keep(BookMessage message)
    {
        if (kept.Count == bufferLimit)
            Forget();
        BookMessage copy = spare.TryPop(out BookMessage? old) ? old : new BookMessage();
        copy.CopyFrom(message);
        kept.Enqueue(copy);
    }

    private void Forget()
    {
        while (kept.Count > 0)
            Release();
    }

    private void Release() => spare.Push(kept.Dequeue());
}
