using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Feeds;

/// <summary>
/// One decoded book message, in a buffer that a decoder fills again and again: levels in the order in which they stand in the message,
/// so that of two entries for one price the later wins.
/// </summary>
internal sealed class BookMessage
{
    private LevelChange[] levels = new LevelChange[64];
    private int count;

    /// <summary>The venue's symbol, as in the message.</summary>
    public string Symbol { get; set; } = "";

    /// <summary>Name of the stream, where a venue offers several books of one symbol (by depth); otherwise empty.</summary>
    public string Stream { get; set; } = "";

    /// <summary>True for a snapshot, which replaces the book.</summary>
    public bool IsSnapshot { get; set; }

    /// <summary>True when the levels of a snapshot stand best first on each side, as on most venues; anything else then shows damage.</summary>
    public bool IsOrdered { get; set; } = true;

    /// <summary>Levels a side that the stream keeps and beyond which the book is cut; null where the venue keeps the count itself.</summary>
    public int? Depth { get; set; }

    /// <summary>Sequence of the first change in the message, where a message may hold several; otherwise null.</summary>
    public long? FirstSequence { get; set; }

    /// <summary>Sequence of the message, or of its last change; null where the protocol has none.</summary>
    public long? Sequence { get; set; }

    /// <summary>Sequence of the message before this one as the venue states it; null where it does not.</summary>
    public long? PreviousSequence { get; set; }

    /// <summary>The venue's checksum of the book after this message, as 32 bits; null where the message has none.</summary>
    public uint? Checksum { get; set; }

    /// <summary>Venue time; the epoch when the message has none.</summary>
    public Instant VenueTime { get; set; }

    /// <summary>The levels.</summary>
    public ReadOnlySpan<LevelChange> Levels => levels.AsSpan(0, count);

    /// <summary>Empties the buffer for the next message.</summary>
    public void Reset()
    {
        count = 0;
        Symbol = "";
        Stream = "";
        IsSnapshot = false;
        IsOrdered = true;
        Depth = null;
        FirstSequence = null;
        Sequence = null;
        PreviousSequence = null;
        Checksum = null;
        VenueTime = default;
    }

    /// <summary>Appends a level; the buffer grows to the largest message seen.</summary>
    public void Add(in LevelChange level)
    {
        if (count == levels.Length)
            Array.Resize(ref levels, levels.Length * 2);
        levels[count++] = level;
    }

    /// <summary>Puts numbered changes into the order of their sequence; changes that stand in order already cost one comparison each.</summary>
    public void SortBySequence()
    {
        for (int i = 1; i < count; i++)
        {
            if (levels[i].Sequence < levels[i - 1].Sequence)
            {
                levels.AsSpan(0, count).Sort(static (left, right) => left.Sequence.CompareTo(right.Sequence));
                return;
            }
        }
    }

    /// <summary>Takes over everything that another message holds.</summary>
    public void CopyFrom(BookMessage other)
    {
        if (levels.Length < other.count)
            levels = new LevelChange[Math.Max(other.count, levels.Length * 2)];
        other.Levels.CopyTo(levels);
        count = other.count;
        Symbol = other.Symbol;
        Stream = other.Stream;
        IsSnapshot = other.IsSnapshot;
        IsOrdered = other.IsOrdered;
        Depth = other.Depth;
        FirstSequence = other.FirstSequence;
        Sequence = other.Sequence;
        PreviousSequence = other.PreviousSequence;
        Checksum = other.Checksum;
        VenueTime = other.VenueTime;
    }
}
