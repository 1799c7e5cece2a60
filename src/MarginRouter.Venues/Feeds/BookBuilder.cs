using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Feeds;

/// <summary>
/// Builds one book from decoded messages and judges each message whole: sequence, levels, depth cut, checksum, crossing. After a fault the
/// book is empty, with the state that names the fault, until a snapshot comes; in between nothing of it is to be seen. A venue adds its own
/// sequence rule and checksum. One writer; allocates nothing in steady state.
/// </summary>
internal abstract class BookBuilder(GridBook grid)
{
    /// <summary>The book with its grids.</summary>
    public GridBook Grid { get; } = grid;

    /// <summary>The levels.</summary>
    public OrderBook Book => Grid.Book;

    /// <summary>True while updates may follow: a snapshot came and nothing broke since.</summary>
    public bool Synchronised { get; private set; }

    /// <summary>Snapshots taken.</summary>
    public long Snapshots { get; private set; }

    /// <summary>Updates applied.</summary>
    public long Updates { get; private set; }

    /// <summary>Updates discarded because the book contained them or had no snapshot yet.</summary>
    public long Stale { get; protected set; }

    /// <summary>Lost updates, unreadable levels and unusable snapshots.</summary>
    public long Gaps { get; private set; }

    /// <summary>Messages whose checksum agreed.</summary>
    public long ChecksumsPassed { get; private set; }

    /// <summary>Messages whose checksum disagreed.</summary>
    public long ChecksumsFailed { get; private set; }

    /// <summary>Messages after which the book was crossed.</summary>
    public long Crossings { get; private set; }

    /// <summary>True when the snapshot was one of few levels and prices have left it behind: a new one is wanted although the book is sound.</summary>
    public virtual bool WantsRefresh => false;

    /// <summary>A new snapshot of a sound book is on its way: updates are kept beside being applied, until it comes.</summary>
    public virtual void BeginRefresh() => throw new NotSupportedException("this venue sends its snapshots over the stream");

    /// <summary>Applies a message.</summary>
    public virtual BookOutcome Apply(BookMessage message)
    {
        if (message.IsSnapshot)
            return Put(message);
        if (!Synchronised)
        {
            Stale++;
            return BookOutcome.AwaitingSnapshot;
        }

        switch (Follow(message))
        {
            case Continuity.Follows:
                return Put(message);
            case Continuity.Stale:
                Stale++;
                return BookOutcome.Stale;
            case Continuity.Gap:
                return Fail(BookOutcome.SequenceGap);
            default:
                throw new InvalidOperationException("a sequence rule has no answer");
        }
    }

    /// <summary>Empties the book and waits for a snapshot; the state says why.</summary>
    public virtual void Drop(BookState state)
    {
        Synchronised = false;
        Book.Drop(state);
    }

    /// <summary>The connection lost a message: as if this book had.</summary>
    public void Lose() => Fail(BookOutcome.SequenceGap);

    /// <summary>Levels a side at which the venue cuts its snapshots off while its updates are of the whole book; null where there is no such cut.</summary>
    protected virtual int? SnapshotLevels => null;

    /// <summary>The venue's sequence rule: how an update stands to the book.</summary>
    protected abstract Continuity Follow(BookMessage update);

    /// <summary>The number under which the book stands after a message; 0 where the venue has none.</summary>
    protected virtual long SequenceAfter(BookMessage message) => message.Sequence ?? 0;

    /// <summary>The checksum of the book as it stands; asked only for messages that carry one.</summary>
    protected virtual uint Checksum() => throw new NotSupportedException("this venue's messages carry no checksum");

    /// <summary>Applies a message that fits: the levels, the cut, the checksum, the crossing.</summary>
    protected BookOutcome Put(BookMessage message)
    {
        if (message.IsSnapshot)
        {
            Book.BeginSnapshot();
            if (message.IsOrdered && !IsSorted(message.Levels))
                return Fail(BookOutcome.Unsorted);
        }

        if (!SetLevels(message))
            return Fail(BookOutcome.OffGrid);
        if (message.IsSnapshot && SnapshotLevels is { } cut)
            Book.CutKnowledge(cut);
        if (message.Depth is { } depth)
            Book.Trim(depth);
        if (message.Checksum is { } stated)
        {
            if (Checksum() != stated)
                return Fail(BookOutcome.ChecksumFailed);
            ChecksumsPassed++;
        }

        if (!Book.Commit(SequenceAfter(message), message.VenueTime))
            return Fail(BookOutcome.Crossed);
        Synchronised = true;
        if (message.IsSnapshot)
            Snapshots++;
        else
            Updates++;
        return BookOutcome.Applied;
    }

    /// <summary>Drops the book for a fault and counts it.</summary>
    protected BookOutcome Fail(BookOutcome fault)
    {
        switch (fault)
        {
            case BookOutcome.Crossed:
                Crossings++;
                break;
            case BookOutcome.ChecksumFailed:
                ChecksumsFailed++;
                break;
            default:
                Gaps++;
                break;
        }

        Drop(fault == BookOutcome.Crossed ? BookState.Crossed : BookState.Gapped);
        return fault;
    }

    /// <summary>Snapshots list the best level of each side first; anything else shows a damaged message.</summary>
    private static bool IsSorted(ReadOnlySpan<LevelChange> levels)
    {
        for (int i = 1; i < levels.Length; i++)
        {
            if (levels[i].Side != levels[i - 1].Side)
                continue;
            int order = levels[i].Price.CompareTo(levels[i - 1].Price);
            if (order == 0 || order < 0 != (levels[i].Side == BookSide.Bid))
                return false;
        }

        return true;
    }

    private bool SetLevels(BookMessage message)
    {
        // A ladder grows cheaply from the worst level to the best, and snapshots stand the other way round.
        ReadOnlySpan<LevelChange> levels = message.Levels;
        for (int i = 0; i < levels.Length; i++)
        {
            ref readonly LevelChange level = ref levels[message.IsSnapshot ? levels.Length - 1 - i : i];
            if (!Takes(level))
                continue;
            if (!Grid.TrySet(level.Side, level.Price, level.Quantity))
                return false;
        }

        return true;
    }

    /// <summary>False for a change that is to be passed over, where a message may contain some that the book has already.</summary>
    protected virtual bool Takes(in LevelChange change) => true;
}
