using MarginRouter.Core.Instruments;
using MarginRouter.Storage;

namespace MarginRouter.Host.Journal;

/// <summary>
/// Reads a journal from its beginning. A torn tail is what a crash leaves and ends the reading; damage elsewhere is a
/// <see cref="CorruptSegmentException"/>, a record that this program did not write a <see cref="JournalFormatException"/>.
/// </summary>
internal sealed class JournalReader : IDisposable
{
    private readonly SegmentReader segments;

    public JournalReader(string directory)
    {
        segments = SegmentReader.Open(new SegmentLogOptions { Directory = directory });
        if (!segments.MoveNext())
            throw new JournalFormatException($"{directory} holds no journal");
        try
        {
            Header = ReadHeader(segments.Current);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            segments.Dispose();
            throw new JournalFormatException(1, exception);
        }
    }

    public JournalHeader Header { get; }

    /// <summary>The next record, or null at the end.</summary>
    public JournalRecord? Next()
    {
        if (!segments.MoveNext())
            return null;
        LogRecord record = segments.Current;
        try
        {
            return Decode(record);
        }
        catch (Exception exception) when (IsForeign(exception))
        {
            throw new JournalFormatException(record.Position, exception);
        }
    }

    public void Dispose() => segments.Dispose();

    private static bool IsForeign(Exception exception) => exception is JournalFormatException or OverflowException or ArgumentException;

    private static JournalRecord Decode(LogRecord record)
    {
        RecordReader reader = new(record.Payload);
        RecordKind kind = (RecordKind)record.Kind;
        if (!Enum.IsDefined(kind))
            throw new JournalFormatException($"kind {record.Kind} is unknown");
        Instant at = new(reader.Long());
        JournalRecord decoded = kind switch
        {
            RecordKind.Decision => new JournalRecord(record.Position, at, null, DecisionCodec.Read(ref reader)),
            RecordKind.BasketDecision => new JournalRecord(record.Position, at, null, null) { Basket = BasketCodec.ReadDecision(ref reader) },
            RecordKind.QuotesRequested => new JournalRecord(record.Position, at, null, null) { Asked = QuoteCodec.ReadRequest(ref reader) },
            RecordKind.Valuation => new JournalRecord(record.Position, at, null, null) { Valuation = ValuationCodec.Read(ref reader) },
            RecordKind.Comparison => new JournalRecord(record.Position, at, null, null) { Comparison = ComparisonCodec.Read(ref reader) },
            _ => new JournalRecord(record.Position, at, EventCodec.Read(kind, ref reader), null),
        };
        return reader.AtEnd ? decoded : throw new JournalFormatException("the record is longer than its content");
    }

    private static JournalHeader ReadHeader(LogRecord record)
    {
        if (record.Kind != (byte)RecordKind.Header)
            throw new JournalFormatException("the first record is no journal header");
        RecordReader reader = new(record.Payload);
        JournalHeader header = new(reader.Text(), new Instant(reader.Long()), reader.Text(), reader.Text());
        return reader.AtEnd ? header : throw new JournalFormatException("the header is longer than its content");
    }
}
