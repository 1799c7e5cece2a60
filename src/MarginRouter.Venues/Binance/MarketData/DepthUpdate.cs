using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>
/// A decoded depth event or depth snapshot, used again for the next one. An event covers the update ids from first to last; a snapshot
/// has only the last.
/// </summary>
internal sealed class DepthUpdate
{
    private DepthLevel[] levels = new DepthLevel[256];
    private int count;

    /// <summary>Symbol; empty where the message carries none (REST snapshots of spot and USD-M).</summary>
    public SymbolText Symbol { get; } = new();

    /// <summary>U: first update id in the event; null in a snapshot.</summary>
    public long? FirstUpdateId { get; set; }

    /// <summary>u or lastUpdateId.</summary>
    public long LastUpdateId { get; set; }

    /// <summary>pu: last update id of the event before; only futures send it.</summary>
    public long? PreviousUpdateId { get; set; }

    /// <summary>Transaction time where the market sends it, else event time; the epoch where neither is sent.</summary>
    public Instant VenueTime { get; set; }

    /// <summary>Levels in the order of the message.</summary>
    public ReadOnlySpan<DepthLevel> Levels => levels.AsSpan(0, count);

    public void Clear()
    {
        Symbol.Clear();
        FirstUpdateId = null;
        LastUpdateId = 0;
        PreviousUpdateId = null;
        VenueTime = default;
        count = 0;
    }

    public void Add(BookSide side, DecimalText price, DecimalText quantity)
    {
        if (count == levels.Length)
            Array.Resize(ref levels, levels.Length * 2);
        levels[count++] = new DepthLevel(side, price, quantity);
    }

    public void CopyFrom(DepthUpdate other)
    {
        Symbol.Set(other.Symbol.Value);
        FirstUpdateId = other.FirstUpdateId;
        LastUpdateId = other.LastUpdateId;
        PreviousUpdateId = other.PreviousUpdateId;
        VenueTime = other.VenueTime;
        if (levels.Length < other.count)
            levels = new DepthLevel[other.levels.Length];
        other.Levels.CopyTo(levels);
        count = other.count;
    }
}
