using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Venues.Feeds;

/// <summary>A live book with what its session keeps about it.</summary>
internal sealed class FeedBook(Instrument instrument, BookBuilder builder)
{
    private int recent;
    private Instant failedAt;

    /// <summary>The instrument.</summary>
    public Instrument Instrument { get; private set; } = instrument;

    /// <summary>Its builder.</summary>
    public BookBuilder Builder { get; private set; } = builder;

    /// <summary>True while the book may be used.</summary>
    public bool IsLive => Builder.Book.State == BookState.Live;

    /// <summary>The last mark; null before the first.</summary>
    public decimal? Mark { get; set; }

    /// <summary>What stands beside the mark: the last funding terms, and a volatility that was not reported yet.</summary>
    public MarkTick Beside { get; set; }

    /// <summary>When its mark was reported last.</summary>
    public Instant MarkedAt { get; set; }

    /// <summary>When a snapshot was asked for last.</summary>
    public Instant AskedAt { get; private set; }

    /// <summary>When a snapshot is to be asked for; null when nothing is due.</summary>
    public Instant? DueAt { get; private set; }

    /// <summary>A connection begins: whatever happened before does not slow it.</summary>
    /// <param name="now">Now.</param>
    /// <param name="due">True where the snapshot must be asked for, false where the subscription brings it.</param>
    public void Begin(Instant now, bool due)
    {
        AskedAt = now;
        DueAt = due ? now : null;
    }

    /// <summary>The book was lost: a snapshot becomes due, later each time when that happens again and again.</summary>
    public void Fail(Instant now, TimeSpan first, TimeSpan longest)
    {
        if (now.NanosecondsSince(failedAt) > 2 * Nanoseconds(longest))
            recent = 0;
        failedAt = now;
        long wait = Nanoseconds(first);
        for (int i = 0; i < recent && wait < Nanoseconds(longest); i++)
            wait *= 2;
        recent++;
        Instant earliest = new(AskedAt.Nanoseconds + Math.Min(wait, Nanoseconds(longest)));
        DueAt = earliest > now ? earliest : now;
    }

    /// <summary>The book is sound and wants a new snapshot all the same, not sooner than so long after the last.</summary>
    public void Refresh(Instant now, TimeSpan spacing)
    {
        Builder.BeginRefresh();
        Instant earliest = new(AskedAt.Nanoseconds + Nanoseconds(spacing));
        DueAt ??= earliest > now ? earliest : now;
    }

    /// <summary>True once when a snapshot is due; it then counts as asked for.</summary>
    public bool TakeDue(Instant now)
    {
        if (DueAt is not { } due || due > now)
            return false;
        DueAt = null;
        AskedAt = now;
        return true;
    }

    /// <summary>The book goes on in another price step, from a new snapshot.</summary>
    public void Change(Instrument changed, BookBuilder fresh)
    {
        Instrument = changed;
        Builder = fresh;
        Builder.Drop(BookState.Stale);
    }

    /// <summary>The connection ended.</summary>
    public void End()
    {
        Mark = null;
        Beside = default;
        DueAt = null;
        Builder.Drop(BookState.Stale);
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * 100;
}
