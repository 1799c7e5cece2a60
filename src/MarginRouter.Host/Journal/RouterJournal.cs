using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;
using MarginRouter.Host.Configuration;
using MarginRouter.Storage;

namespace MarginRouter.Host.Journal;

/// <summary>
/// The router's journal, written by the engine thread: events before their effects, decisions before their children. An event and the
/// decisions that it caused are committed together, at <see cref="Submit"/>.
/// </summary>
internal sealed class RouterJournal : IDisposable
{
    private const int QueueBytes = 4 * 1024 * 1024;
    private readonly GroupCommitLog log;
    private readonly RecordWriter writer = new();
    private bool deferred;

    /// <summary>Opens a journal for appending, or begins one with the header given; repairs a torn tail.</summary>
    /// <param name="settings">Where and how.</param>
    /// <param name="begin">Makes the header when the journal is new.</param>
    /// <param name="committed">Told, on the writer thread, up to which position the journal is committed.</param>
    /// <param name="faulted">Told when the disk fails.</param>
    public RouterJournal(JournalSettings settings, Func<JournalHeader> begin, Action<long> committed, Action<Exception> faulted)
    {
        SegmentLog segments = SegmentLog.Open(OptionsOf(settings));
        if (segments.LastPosition == 0)
        {
            WriteHeader(segments, begin());
            segments.Sync();
        }

        LastPosition = segments.LastPosition;
        CommitDurability durability = settings.Durability == DurabilityMode.None ? CommitDurability.Written : CommitDurability.Durable;
        log = new GroupCommitLog(segments, new GroupCommitOptions
        {
            Durability = durability,
            QueueBytes = QueueBytes,
            Committed = committed,
            Faulted = faulted,
        });
    }

    /// <summary>Position of the last record.</summary>
    public long LastPosition { get; private set; }

    /// <summary>Options of the segments of a journal.</summary>
    public static SegmentLogOptions OptionsOf(JournalSettings settings) =>
        new() { Directory = settings.Directory, SegmentBytes = settings.SegmentMegabytes * 1024 * 1024 };

    /// <summary>Appends an event that the journal holds; returns the position of the last record either way.</summary>
    public long Append(Instant at, InboundEvent inbound)
    {
        writer.Clear();
        writer.Long(at.Nanoseconds);
        if (EventCodec.TryWrite(writer, inbound) is RecordKind kind)
            Defer(kind);
        return LastPosition;
    }

    /// <summary>Appends a decision.</summary>
    public long Append(Instant at, RouteDecision decision)
    {
        writer.Clear();
        writer.Long(at.Nanoseconds);
        DecisionCodec.Write(writer, decision);
        Defer(RecordKind.Decision);
        return LastPosition;
    }

    /// <summary>Appends a decision about a basket.</summary>
    public long Append(Instant at, BasketDecision decision)
    {
        writer.Clear();
        writer.Long(at.Nanoseconds);
        BasketCodec.Write(writer, decision);
        Defer(RecordKind.BasketDecision);
        return LastPosition;
    }

    /// <summary>Appends a request for quotes.</summary>
    public long Append(Instant at, RequestQuotes request)
    {
        writer.Clear();
        writer.Long(at.Nanoseconds);
        QuoteCodec.Write(writer, request);
        Defer(RecordKind.QuotesRequested);
        return LastPosition;
    }

    /// <summary>Appends a change of a valuation price or one of its sources.</summary>
    public long Append(Instant at, ValuationChange change)
    {
        writer.Clear();
        writer.Long(at.Nanoseconds);
        ValuationCodec.Write(writer, change);
        Defer(RecordKind.Valuation);
        return LastPosition;
    }

    /// <summary>Appends a comparison of local margin with a venue's.</summary>
    public long Append(Instant at, MarginComparison comparison)
    {
        writer.Clear();
        writer.Long(at.Nanoseconds);
        ComparisonCodec.Write(writer, comparison);
        Defer(RecordKind.Comparison);
        return LastPosition;
    }

    /// <summary>Lets the writer thread commit what was appended.</summary>
    public void Submit()
    {
        if (deferred)
            log.Submit();
        deferred = false;
    }

    /// <summary>Commits what is queued and closes.</summary>
    public void Dispose() => log.Dispose();

    private void Defer(RecordKind kind)
    {
        LastPosition = log.AppendDeferred((byte)kind, writer.Written);
        deferred = true;
    }

    private static void WriteHeader(SegmentLog segments, JournalHeader header)
    {
        RecordWriter writer = new();
        writer.Text(header.InstanceTag);
        writer.Long(header.CreatedAt.Nanoseconds);
        writer.Text(header.ConfigurationHash);
        writer.Text(header.StructureHash);
        segments.Append((byte)RecordKind.Header, writer.Written);
    }
}
