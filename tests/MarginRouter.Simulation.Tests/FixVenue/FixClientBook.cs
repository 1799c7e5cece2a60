using MarginRouter.Fix.Codec;

namespace MarginRouter.Simulation.Tests.FixVenue;

/// <summary>A client's book built from snapshots and increments alone, with the numbering checked.</summary>
internal sealed class FixClientBook
{
    private static readonly int[] SnapshotTags = [FixTag.MDEntryType, FixTag.MDEntryPx, FixTag.MDEntrySize];
    private static readonly int[] UpdateTags =
        [FixTag.MDUpdateAction, FixTag.MDEntryType, FixTag.Symbol, FixTag.MDEntryPx, FixTag.MDEntrySize, FixTag.RptSeq];

    private readonly SortedDictionary<decimal, decimal> asks = [];
    private readonly SortedDictionary<decimal, decimal> bids = new(Comparer<decimal>.Create((x, y) => y.CompareTo(x)));

    public long Sequence { get; private set; }

    public int Count => bids.Count + asks.Count;

    public string Text => string.Join(' ', bids.Concat(asks).Select(level => $"{level.Key:F2}:{level.Value:F5}"));

    public void Snapshot(FixMessage message)
    {
        bids.Clear();
        asks.Clear();
        Assert.True(message.TryGetLong(FixTag.RptSeq, out long sequence));
        Sequence = sequence;
        Assert.True(message.TryGetGroup(FixTag.NoMDEntries, SnapshotTags, out FixGroup entries));
        Assert.True(entries.CountMatches());
        foreach (FixGroupEntry entry in entries)
            Assert.True(SideOf(entry).TryAdd(Price(entry), Size(entry)), "a price twice in one snapshot");
    }

    /// <summary>Applies an increment; false at the first entry whose number is not the next.</summary>
    public bool Update(FixMessage message)
    {
        Assert.True(message.TryGetGroup(FixTag.NoMDEntries, UpdateTags, out FixGroup entries));
        Assert.True(entries.CountMatches());
        foreach (FixGroupEntry entry in entries)
        {
            Assert.True(entry.TryGetLong(FixTag.RptSeq, out long sequence));
            if (sequence != Sequence + 1)
                return false;
            Sequence = sequence;
            Apply(entry);
        }

        return true;
    }

    private void Apply(FixGroupEntry entry)
    {
        Assert.True(entry.TryGetChar(FixTag.MDUpdateAction, out char action));
        SortedDictionary<decimal, decimal> side = SideOf(entry);
        decimal price = Price(entry);
        Assert.True(side.ContainsKey(price) == (action != '0'), $"action {action} at {price}");
        if (action == '2')
            side.Remove(price);
        else
            side[price] = Size(entry);
    }

    private SortedDictionary<decimal, decimal> SideOf(FixGroupEntry entry) =>
        entry.TryGetChar(FixTag.MDEntryType, out char type) && type == '0' ? bids : asks;

    private static decimal Price(FixGroupEntry entry) => entry.TryGetDecimal(FixTag.MDEntryPx, out decimal price) ? price : throw new FormatException("no price");

    private static decimal Size(FixGroupEntry entry) => entry.TryGetDecimal(FixTag.MDEntrySize, out decimal size) ? size : throw new FormatException("no size");
}
