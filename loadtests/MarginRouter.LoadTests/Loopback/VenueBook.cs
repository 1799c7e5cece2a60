using MarginRouter.Fix.Codec;

namespace MarginRouter.LoadTests.Loopback;

/// <summary>A made-up book of fixed prices around one middle; sizes change with updates. Prices and sizes are on a grid of 0.1 and 0.001.</summary>
internal sealed class VenueBook
{
    private const int Levels = 100;
    private const decimal Tick = 0.1m;
    private readonly decimal[] bidPrices = new decimal[Levels];
    private readonly decimal[] askPrices = new decimal[Levels];
    private readonly decimal[] sizes = new decimal[2 * Levels];
    private readonly Lock gate = new();
    private long sequence;

    /// <summary>Makes the book; the offset in ticks tells venues apart.</summary>
    public VenueBook(decimal middle, int offset)
    {
        for (int i = 0; i < Levels; i++)
        {
            // Gaps of one to three ticks, sizes of 0.040 to 0.099: no two neighbours alike.
            int distance = 1 + offset + (2 * i) + (i % 3);
            bidPrices[i] = middle - (distance * Tick);
            askPrices[i] = middle + (distance * Tick);
            sizes[i] = Size(i);
            sizes[Levels + i] = Size(i + 1);
        }
    }

    /// <summary>Writes a snapshot (W).</summary>
    public void WriteSnapshot(FixMessageWriter writer, ReadOnlySpan<byte> requestId, string symbol)
    {
        lock (gate)
        {
            writer.Begin(FixMsgType.MarketDataSnapshot)
                .Append(FixTag.MDReqID, requestId)
                .Append(FixTag.Symbol, symbol)
                .Append(FixTag.RptSeq, sequence)
                .Append(FixTag.NoMDEntries, 2 * Levels);
            for (int i = 0; i < Levels; i++)
                writer.Append(FixTag.MDEntryType, '0').Append(FixTag.MDEntryPx, bidPrices[i]).Append(FixTag.MDEntrySize, sizes[i]);
            for (int i = 0; i < Levels; i++)
                writer.Append(FixTag.MDEntryType, '1').Append(FixTag.MDEntryPx, askPrices[i]).Append(FixTag.MDEntrySize, sizes[Levels + i]);
        }
    }

    /// <summary>Changes the size of one level a side and writes the increment (X).</summary>
    public void WriteUpdate(FixMessageWriter writer, string requestId, string symbol)
    {
        lock (gate)
        {
            int level = (int)(sequence * 7 % Levels);
            decimal size = Size((int)(sequence % 1009));
            writer.Begin(FixMsgType.MarketDataIncremental).Append(FixTag.MDReqID, requestId).Append(FixTag.NoMDEntries, 2);
            sizes[level] = size;
            sizes[Levels + level] = size;
            Append(writer, '0', symbol, bidPrices[level], size);
            Append(writer, '1', symbol, askPrices[level], size);
        }
    }

    private void Append(FixMessageWriter writer, char side, string symbol, decimal price, decimal size) => writer
        .Append(FixTag.MDUpdateAction, '1')
        .Append(FixTag.MDEntryType, side)
        .Append(FixTag.Symbol, symbol)
        .Append(FixTag.MDEntryPx, price)
        .Append(FixTag.MDEntrySize, size)
        .Append(FixTag.RptSeq, ++sequence);

    private static decimal Size(int seed) => (40 + (seed * 37 % 60)) * 0.001m;
}
