using System.Buffers.Binary;
using System.Text;
using MarginRouter.Storage;

namespace MarginRouter.Fix.Store;

/// <summary>
/// A store over a <see cref="SegmentLog"/>: numbers and sent messages survive a crash. Each change is one record with a checksum, appended
/// before the message goes to the wire, and a sent message and its number are the same record. A torn tail, which opening cuts off, can
/// therefore only hold a message that was never sent: its number is used again for another one, and a resend never gives wrong bytes.
/// Memory holds an index only; messages are read from the log.
/// </summary>
public sealed class SegmentFixMessageStore : IFixMessageStore
{
    /// <summary>Version of the records' layout, for <see cref="SegmentLogOptions.ContentFormat"/>.</summary>
    public const byte ContentFormat = 1;

    private const byte MessageKind = 1;
    private const byte NumbersKind = 2;
    private const byte ResetKind = 3;
    private const byte SessionKind = 4;
    private const byte StateKind = 5;
    private const int NumberBytes = sizeof(long);
    private const int StateBytes = 3 * NumberBytes;
    private const int TrimInterval = 1024;

    private readonly SegmentLog _log;
    private readonly FixStoreOptions _options;
    private readonly MessageIndex _index = new();
    private byte[] _record = new byte[1024];

    private SegmentFixMessageStore(SegmentLog log, FixStoreOptions options)
    {
        _log = log;
        _options = options;
    }

    /// <inheritdoc/>
    public long NextOutbound { get; private set; } = 1;

    /// <inheritdoc/>
    public long NextInbound { get; private set; } = 1;

    /// <inheritdoc/>
    public DateTime? SessionStart { get; private set; }

    /// <inheritdoc/>
    public string? Mark { get; set; }

    /// <summary>What opening cut off the end of the log, or null when it ended cleanly.</summary>
    public TornTailRepair? Repair => _log.Repair;

    /// <summary>Opens or creates a store; reads the whole log once.</summary>
    /// <param name="log">Where; one directory for each session.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="InvalidDataException">The log holds records that are not this store's.</exception>
    /// <exception cref="CorruptSegmentException">A record that had been durable is damaged.</exception>
    /// <exception cref="IOException">The device refuses.</exception>
    public static SegmentFixMessageStore Open(SegmentLogOptions log, FixStoreOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        options ??= new FixStoreOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumRecords, 1000);
        SegmentFixMessageStore store = new(SegmentLog.Open(log with { ContentFormat = ContentFormat }), options);
        try
        {
            store.Load();
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Append(long sequenceNumber, ReadOnlySpan<byte> message)
    {
        if (sequenceNumber != NextOutbound)
            throw new InvalidOperationException($"Message {sequenceNumber} does not follow: the next number is {NextOutbound}");
        int length = NumberBytes + message.Length;
        if (_record.Length < length)
            _record = new byte[Math.Max(length, _record.Length * 2)];
        BinaryPrimitives.WriteInt64LittleEndian(_record, sequenceNumber);
        message.CopyTo(_record.AsSpan(NumberBytes));
        long position = _log.Append(MessageKind, _record.AsSpan(0, length));
        if (_options.SyncEachMessage)
            _log.Sync();
        NextOutbound = sequenceNumber + 1;
        _index.Add(new MessageIndex.Entry(sequenceNumber, position, message.Length));
        Trim();
    }

    /// <inheritdoc/>
    public void SetNextOutbound(long value) => SetNumbers(value, NextInbound);

    /// <inheritdoc/>
    public void SetNextInbound(long value) => SetNumbers(NextOutbound, value);

    /// <inheritdoc/>
    public long FindStored(long first, long limit) => _index.FindStored(first, limit);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Read(long sequenceNumber) =>
        _index.TryFind(sequenceNumber, out MessageIndex.Entry entry) ? _log.Get(entry.Place).Payload[NumberBytes..] : default;

    /// <inheritdoc/>
    public void Reset() => Begin(SessionStart);

    /// <inheritdoc/>
    public void BeginSession(DateTime start) => Begin(start);

    /// <summary>Makes everything durable and closes the log.</summary>
    public void Dispose() => _log.Dispose();

    private void SetNumbers(long nextOutbound, long nextInbound)
    {
        if (nextOutbound == NextOutbound && nextInbound == NextInbound)
            return;
        AppendNumbers(nextOutbound, nextInbound);
        NextOutbound = nextOutbound;
        NextInbound = nextInbound;
        Trim();
    }

    private void AppendNumbers(long nextOutbound, long nextInbound)
    {
        Span<byte> numbers = stackalloc byte[2 * NumberBytes];
        WriteNumbers(numbers, nextOutbound, nextInbound);
        _log.Append(NumbersKind, numbers);
    }

    private static void WriteNumbers(Span<byte> record, long nextOutbound, long nextInbound)
    {
        BinaryPrimitives.WriteInt64LittleEndian(record, nextOutbound);
        BinaryPrimitives.WriteInt64LittleEndian(record[NumberBytes..], nextInbound);
    }

    private void Begin(DateTime? sessionStart)
    {
        ForgetAll();
        SessionStart = sessionStart;
        AppendState(SessionKind);
        _log.DeleteThrough(_log.LastPosition - 1);
    }

    /// <summary>Says everything but the messages in one record, so that the records before it may go.</summary>
    private void AppendState(byte kind)
    {
        byte[] mark = Encoding.ASCII.GetBytes(Mark ?? "");
        byte[] state = new byte[StateBytes + mark.Length];
        WriteNumbers(state, NextOutbound, NextInbound);
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(2 * NumberBytes), SessionStart is { } start ? start.Ticks : 0);
        mark.CopyTo(state, StateBytes);
        _log.Append(kind, state);
    }

    /// <summary>
    /// Drops what is older than the bound, now and then. What the records said that go is written once more before.
    /// </summary>
    private void Trim()
    {
        long firstKept = _log.LastPosition - _options.MaximumRecords;
        if (_log.LastPosition % TrimInterval != 0 || firstKept <= _log.FirstPosition)
            return;
        AppendState(StateKind);
        while (_index.Count > 0 && _index.Oldest.Place < firstKept)
            _index.DropOldest();
        _log.DeleteThrough(firstKept - 1);
    }

    private void Load()
    {
        using SegmentReader reader = _log.Read(_log.FirstPosition);
        while (reader.MoveNext())
            Load(reader.Current);
    }

    private void Load(LogRecord record)
    {
        switch (record.Kind)
        {
            case MessageKind when record.Payload.Length > NumberBytes:
                long number = BinaryPrimitives.ReadInt64LittleEndian(record.Payload);
                _index.Add(new MessageIndex.Entry(number, record.Position, record.Payload.Length - NumberBytes));
                NextOutbound = number + 1;
                break;
            case NumbersKind when record.Payload.Length == 2 * NumberBytes:
                NextOutbound = BinaryPrimitives.ReadInt64LittleEndian(record.Payload);
                NextInbound = BinaryPrimitives.ReadInt64LittleEndian(record.Payload[NumberBytes..]);
                break;
            case ResetKind when record.Payload.IsEmpty:
                ForgetAll();
                break;
            case SessionKind when record.Payload.Length >= StateBytes:
                ForgetAll();
                LoadState(record.Payload);
                break;
            case StateKind when record.Payload.Length >= StateBytes:
                LoadState(record.Payload);
                break;
            default:
                throw new InvalidDataException(
                    $"{_log.Directory}: record {record.Position} of kind {record.Kind} and {record.Payload.Length} bytes is not from a FIX message store");
        }
    }

    private void LoadState(ReadOnlySpan<byte> state)
    {
        NextOutbound = BinaryPrimitives.ReadInt64LittleEndian(state);
        NextInbound = BinaryPrimitives.ReadInt64LittleEndian(state[NumberBytes..]);
        long start = BinaryPrimitives.ReadInt64LittleEndian(state[(2 * NumberBytes)..]);
        SessionStart = start == 0 ? null : new DateTime(start, DateTimeKind.Utc);
        Mark = state.Length == StateBytes ? null : Encoding.ASCII.GetString(state[StateBytes..]);
    }

    private void ForgetAll()
    {
        NextOutbound = 1;
        NextInbound = 1;
        _index.Clear();
    }
}
