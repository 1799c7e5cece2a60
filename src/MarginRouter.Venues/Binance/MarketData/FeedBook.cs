using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>The live book of one instrument with what its feed keeps about it.</summary>
internal sealed class FeedBook : IDisposable
{
    private readonly SemaphoreSlim wanted = new(0, 1);
    private readonly (int Snapshot, int Buffer) limits;

    public FeedBook(Instrument instrument, int snapshotLevels, int bufferLimit)
    {
        Instrument = instrument;
        limits = (snapshotLevels, bufferLimit);
        Splice = NewSplice();
    }

    public Instrument Instrument { get; private set; }

    public DepthSplice Splice { get; private set; }

    /// <summary>When a mark was last derived from this book.</summary>
    public Instant MarkedAt { get; set; }

    /// <summary>Asks the snapshot loop for a snapshot; asking twice is asking once.</summary>
    public void WantSnapshot()
    {
        lock (wanted)
        {
            if (wanted.CurrentCount == 0)
                wanted.Release();
        }
    }

    /// <summary>The book goes on in another price step, from a new snapshot.</summary>
    public void Change(Instrument changed)
    {
        Instrument = changed;
        Splice = NewSplice();
        Splice.Reset(BookState.Stale);
        WantSnapshot();
    }

    public Task SnapshotWanted(CancellationToken cancellation) => wanted.WaitAsync(cancellation);

    public void Dispose() => wanted.Dispose();

    private DepthSplice NewSplice() => new(GridBook.For(Instrument), limits.Snapshot, limits.Buffer);
}
