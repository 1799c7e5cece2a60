using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MarginRouter.Fix.Codec;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Fix.MessageLogs;

/// <summary>
/// The messages of one session for people to read: a line each with its time, <c>&lt;</c> received or <c>&gt;</c> sent, secrets masked.
/// Whoever sends or receives only copies bytes into a bounded buffer; a thread of the log formats and writes them. A full buffer or a disk
/// that refuses loses lines, never time: how many stands in the file at their place. The sent messages themselves are in the store.
/// </summary>
public sealed partial class FixMessageLog : IDisposable
{
    private const int EntryHead = sizeof(int) + sizeof(byte) + sizeof(long);
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(50);
    private readonly FixMessageLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private readonly MessageLogFile _file;
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly Thread _thread;
    private byte[] _pending = new byte[64 * 1024];
    private byte[] _writing = new byte[64 * 1024];
    private int _length;
    private long _lost;
    private long _unwritten;
    private bool _asleep;
    private bool _closed;
    private bool _failing;

    /// <summary>Makes a log; its folder is touched by the first message.</summary>
    /// <param name="options">Where, and how much.</param>
    /// <param name="time">The clock of the lines.</param>
    /// <param name="logger">Where a disk that refuses is told.</param>
    public FixMessageLog(FixMessageLogOptions options, TimeProvider time, ILogger<FixMessageLog> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(logger);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumFiles, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumFileBytes, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumPendingBytes, 1024);
        _options = options;
        _time = time;
        _logger = logger;
        _file = new MessageLogFile(options);
        _thread = new Thread(Run) { IsBackground = true, Name = $"fix-log {options.Directory}" };
        _thread.Start();
    }

    /// <summary>Messages that were not written so far, because the buffer was full or the disk refused.</summary>
    public long LostCount
    {
        get
        {
            lock (_gate)
                return _lost + _unwritten;
        }
    }

    /// <summary>Writes out what is left and closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _closed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _file.Dispose();
    }

    /// <summary>One message that was received.</summary>
    internal void Received(ReadOnlySpan<byte> message) => Add((byte)'<', message);

    /// <summary>One or more whole messages that go out together.</summary>
    internal void Sent(ReadOnlySpan<byte> messages) => Add((byte)'>', messages);

    /// <summary>What happened to the connection.</summary>
    internal void Happened(string text) => Add((byte)'*', Encoding.UTF8.GetBytes(text));

    private void Add(byte direction, ReadOnlySpan<byte> bytes)
    {
        long ticks = _time.GetUtcNow().UtcTicks;
        lock (_gate)
        {
            int needed = _length + EntryHead + bytes.Length;
            if (_closed || needed > _options.MaximumPendingBytes)
            {
                _lost++;
                return;
            }

            if (needed > _pending.Length)
                Array.Resize(ref _pending, Math.Max(needed, Math.Min(_pending.Length * 2, _options.MaximumPendingBytes)));
            Span<byte> entry = _pending.AsSpan(_length);
            BinaryPrimitives.WriteInt32LittleEndian(entry, bytes.Length);
            entry[sizeof(int)] = direction;
            BinaryPrimitives.WriteInt64LittleEndian(entry[(sizeof(int) + 1)..], ticks);
            bytes.CopyTo(entry[EntryHead..]);
            _length = needed;

            // Waking a thread costs the sender a system call: only the first message after a pause does, or a buffer that is half full.
            if (_asleep || _length > _options.MaximumPendingBytes / 2)
                Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (Take(out int length, out long lost))
        {
            try
            {
                WriteAll(length, lost);
                _file.Flush();
                if (_failing)
                    LogDiskTakes(_options.Directory);
                _failing = false;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Fail(error, length, lost);
            }
        }
    }

    private bool Take(out int length, out long lost)
    {
        lock (_gate)
        {
            if (_length == 0 && !_closed)
                Monitor.Wait(_gate, Linger);
            while (_length == 0 && !_closed)
            {
                _asleep = true;
                Monitor.Wait(_gate);
            }

            _asleep = false;
            (_pending, _writing) = (_writing, _pending);
            length = _length;
            lost = _lost;
            _length = 0;
            _lost = 0;
            return length > 0 || lost > 0;
        }
    }

    private void WriteAll(int length, long lost)
    {
        int at = 0;
        while (at < length)
        {
            ReadOnlySpan<byte> entry = _writing.AsSpan(at);
            int size = BinaryPrimitives.ReadInt32LittleEndian(entry);
            byte direction = entry[sizeof(int)];
            DateTime utc = new(BinaryPrimitives.ReadInt64LittleEndian(entry[(sizeof(int) + 1)..]), DateTimeKind.Utc);
            Write(utc, direction, entry.Slice(EntryHead, size));
            at += EntryHead + size;
        }

        if (lost + _unwritten == 0)
            return;
        string text = string.Create(CultureInfo.InvariantCulture, $"{lost + _unwritten} writes of messages before this line are missing: the buffer was full or the disk refused");
        Write(_time.GetUtcNow().UtcDateTime, (byte)'*', Encoding.ASCII.GetBytes(text));
        lock (_gate)
            _unwritten = 0;
    }

    private void Write(DateTime utc, byte direction, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int length = direction == '>' ? MessageLogLine.FirstLength(bytes) : bytes.Length;
            _line.ResetWrittenCount();
            _line.Advance(FixTimestamp.Write(_line.GetSpan(FixTimestamp.MaximumLength), utc, FixTimestampPrecision.Microseconds));
            _line.Write([(byte)' ', direction, (byte)' ']);
            MessageLogLine.Append(_line, bytes[..length]);
            _line.Write("\n"u8);
            _file.Write(utc, _line.WrittenSpan);
            bytes = bytes[length..];
        }
    }

    /// <summary>How much of the batch had reached the disk is not known: all of it counts as missing.</summary>
    private void Fail(Exception error, int length, long lost)
    {
        long entries = 0;
        for (int at = 0; at < length; at += EntryHead + BinaryPrimitives.ReadInt32LittleEndian(_writing.AsSpan(at)))
            entries++;
        lock (_gate)
            _unwritten += entries + lost;
        if (!_failing)
            LogDiskRefuses(error, _options.Directory);
        _failing = true;
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // Closing tries to write what the failed write left; it is counted as missing already.
        }
    }
}
