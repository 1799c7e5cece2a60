using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>
/// Builds one spot book from decoded messages and judges each message whole: levels, depth cut, checksum, crossing. After a fault the book is empty, with the state that names the fault, until a snapshot comes.
/// </summary>
internal sealed class KrakenBook(GridBook grid)
{
    private readonly BookChecksum checksum = new();
    private bool synchronised;

    /// <summary>The book with its grids.</summary>
    public GridBook Grid { get; } = grid;

    /// <summary>The levels.</summary>
    public OrderBook Book => Grid.Book;

    /// <summary>Number of messages whose checksum agreed.</summary>
    public long ChecksumsPassed { get; private set; }

    /// <summary>
    /// Applies a spot message. Kraken sends no delete for a level that falls out of the subscribed depth, so both sides are cut to it.
    /// Spot books have no sequence: the checksum stands in for it, as the one mark by which the venue names a state of the book.
    /// </summary>
    public BookOutcome ApplySpot(BookMessage message, int depth)
    {
        if (!Begin(message))
            return BookOutcome.AwaitingSnapshot;
        if (!SetLevels(message))
            return Fail(BookState.Gapped, BookOutcome.OffGrid);
        Book.Trim(depth);
        if (message.Checksum is { } stated)
        {
            if (!Agrees(stated))
                return Fail(BookState.Gapped, BookOutcome.ChecksumFailed);
            ChecksumsPassed++;
        }

        return Book.Commit(message.Checksum ?? 0, message.VenueTime) ? BookOutcome.Applied : Fail(BookState.Crossed, BookOutcome.Crossed);
    }

    /// <summary>Empties the book and waits for a snapshot.</summary>
    public void Drop(BookState state)
    {
        synchronised = false;
        Book.Drop(state);
    }

    /// <summary>The connection ended: the levels stay to be looked at, as stale, and only a snapshot makes the book live again.</summary>
    public void Suspend()
    {
        synchronised = false;
        Book.MarkStale();
    }

    /// <summary>Digits that do not fit into 63 bits are none that the venue would have hashed.</summary>
    private bool Agrees(uint stated)
    {
        try
        {
            return checksum.Compute(Grid) == stated;
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private bool Begin(BookMessage message)
    {
        if (message.IsSnapshot)
        {
            Book.BeginSnapshot();
            synchronised = true;
        }

        return synchronised;
    }

    private bool SetLevels(BookMessage message)
    {
        // A ladder grows cheaply from the worst level to the best, and snapshots stand the other way round.
        ReadOnlySpan<LevelChange> levels = message.Levels;
        for (int i = 0; i < levels.Length; i++)
        {
            ref readonly LevelChange level = ref levels[message.IsSnapshot ? levels.Length - 1 - i : i];
            if (!Grid.TrySet(level.Side, level.Price, level.Quantity))
                return false;
        }

        return true;
    }

    private BookOutcome Fail(BookState state, BookOutcome outcome)
    {
        Drop(state);
        return outcome;
    }
}
