using System.Collections.Concurrent;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Feeds;

/// <summary>The last mark of each instrument, written by the sessions of market data and read by those of accounts.</summary>
internal sealed class KnownMarks
{
    private readonly ConcurrentDictionary<InstrumentId, decimal> marks = new();

    /// <summary>Keeps a mark.</summary>
    public void Note(InstrumentId instrument, decimal mark) => marks[instrument] = mark;

    /// <summary>The last mark; null before the first.</summary>
    public decimal? Find(InstrumentId instrument) => marks.TryGetValue(instrument, out decimal mark) ? mark : null;
}
