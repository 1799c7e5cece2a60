using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>
/// One decoded book message, in a buffer that a decoder fills again and again: levels in the order in which they stand in the message,
/// so that of two entries for one price the later wins.
/// </summary>
internal sealed class KrakenBookMessage
{
    private KrakenLevel[] levels = new KrakenLevel[64];
    private int count;

    /// <summary>The venue's symbol, as in the message.</summary>
    public string Symbol { get; set; } = "";

    /// <summary>True for a snapshot, which replaces the book.</summary>
    public bool IsSnapshot { get; set; }

    /// <summary>Sequence of the message (futures); null where the protocol has none.</summary>
    public long? Sequence { get; set; }

    /// <summary>Checksum of the ten best levels a side after this message (spot); null where the message has none.</summary>
    public uint? Checksum { get; set; }

    /// <summary>Venue time; the epoch when the message has none.</summary>
    public Instant VenueTime { get; set; }

    /// <summary>The levels.</summary>
    public ReadOnlySpan<KrakenLevel> Levels => levels.AsSpan(0, count);

    /// <summary>Empties the buffer for the next message.</summary>
    public void Reset()
    {
        count = 0;
        Symbol = "";
        IsSnapshot = false;
        Sequence = null;
        Checksum = null;
        VenueTime = default;
    }

    /// <summary>Appends a level; the buffer grows to the largest message seen.</summary>
    public void Add(in KrakenLevel level)
    {
        if (count == levels.Length)
            Array.Resize(ref levels, levels.Length * 2);
        levels[count++] = level;
    }
}
