using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Gateway.Reports;

namespace MarginRouter.Gateway.Copies;

/// <summary>
/// Every copy that a drop copy session was ever sent, in order, in a store of its own that no reset of sequence numbers empties. A copy
/// is here before it goes to the session, so that a crash between the two loses nothing: the journal tells the report again and it is not
/// kept twice. One thread at a time.
/// </summary>
internal sealed class CopyArchive(IFixMessageStore store, string instanceTag)
{
    private readonly FixHeaderTemplate header = new("FIX.4.4", "ARCHIVE", "ARCHIVE", FixTimestampPrecision.Microseconds);
    private readonly FixMessage message = new();
    private byte[] bytes = new byte[1024];

    /// <summary>Number of the last report of this journal that is kept; 0 before the first.</summary>
    public long LastReport { get; private set; } = SentReports.Last(store, instanceTag);

    /// <summary>Place behind the last copy, from 1.</summary>
    public long End => store.NextOutbound;

    /// <summary>Keeps a written report, unless it is kept already.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public void Keep(FixMessageWriter writer, long report, Instant at)
    {
        if (report <= LastReport)
            return;
        store.Append(store.NextOutbound, writer.Encode(header, store.NextOutbound, ReportTime.Utc(at)));
        LastReport = report;
    }

    /// <summary>Place of the first copy of a report that happened at a time or later.</summary>
    public long FirstSince(DateTime utc) => Search(copy => copy.TryGetTimestamp(FixTag.SendingTime, out DateTime at) && at >= utc);

    /// <summary>Place of the first copy behind a report; null when the id is none of this journal.</summary>
    public long? FirstAfter(string execId)
    {
        if (!ReportId.TryParse(execId, instanceTag, out long after) || after > LastReport)
            return null;
        return Search(copy => copy.GetText(FixTag.ExecID) is string id && ReportId.TryParse(id, instanceTag, out long number) && number > after);
    }

    /// <summary>The copy at a place, valid until the next call; null where the oldest have been dropped.</summary>
    public FixMessage? Read(long place)
    {
        ReadOnlySpan<byte> kept = store.Read(place);
        if (kept.IsEmpty)
            return null;
        if (kept.Length > bytes.Length)
            bytes = new byte[kept.Length * 2];
        kept.CopyTo(bytes);
        return message.Parse(bytes, 0, kept.Length)
            ? message
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"copy {place} of the archive is no message"));
    }

    /// <summary>The first place from which on a condition holds; it holds for all copies behind one for which it does.</summary>
    private long Search(Func<FixMessage, bool> holds)
    {
        long low = store.FindStored(1, store.NextOutbound);
        long high = store.NextOutbound;
        while (low < high)
        {
            long middle = low + ((high - low) / 2);
            if (Read(middle) is { } copy && holds(copy))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
