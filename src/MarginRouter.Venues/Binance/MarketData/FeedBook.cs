using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>The live book of one instrument with what its feed keeps about it.</summary>
internal sealed class FeedBook : IDisposable
{
    private readonly SemaphoreSlim wanted = new(0, 1);

    public FeedBook(Instrument instrument, int snapshotLevels, int bufferLimit)
    {
        Instrument = instrument;
        Splice = new DepthSplice(GridBook.For(instrument), snapshotLevels, bufferLimit);
    }

    public Instrument Instrument { get; }

    public DepthSplice Splice { get; }

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

    public Task SnapshotWanted(CancellationToken cancellation) => wanted.WaitAsync(cancellation);

    public void Dispose() => wanted.Dispose();
}
