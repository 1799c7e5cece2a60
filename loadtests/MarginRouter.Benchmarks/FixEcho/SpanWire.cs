using System.Buffers.Text;
using System.Runtime.InteropServices;
using MarginRouter.Fix.Codec;
using Microsoft.Win32.SafeHandles;

namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>
/// The bare span probe of performance.md 3.1, written anew and without our FIX library: framing, checksum, split into fields, sequence
/// check, encode. It knows no resend, heartbeat, dictionary or clock check. With a file every message sent is appended to it first.
/// </summary>
internal sealed class SpanWire : IWire
{
    private const byte Separator = 1;
    private const int TrailerLength = 7;
    private const int LengthDigits = 4;
    private const int PrefixLength = 10 + 2 + LengthDigits + 1;
    private readonly bool isClient;
    private readonly SafeFileHandle? file;
    private readonly int[] tags = new int[64];
    private readonly int[] starts = new int[64];
    private readonly int[] lengths = new int[64];
    private readonly byte[] orderId = new byte[32];
    private int orderIdLength;
    private long fileEnd;
    private long sent;
    private long received;

    public SpanWire(bool isClient, string? path)
    {
        this.isClient = isClient;
        file = path is null ? null : File.OpenHandle(path, FileMode.Create, FileAccess.Write);
    }

    public int Put(Span<byte> room)
    {
        sent++;
        int end = PrefixLength;
        end = Add(room, end, isClient ? "35=D\u000149=DESK\u000156=ROUTER\u000134="u8 : "35=8\u000149=ROUTER\u000156=DESK\u000134="u8);
        end = AddNumber(room, end, sent);
        end = AddTime(room, Add(room, end, "\u000152="u8));
        end = isClient ? PutOrder(room, end) : PutReport(room, end);
        int bodyLength = end - PrefixLength;
        "8=FIX.4.4\u00019="u8.CopyTo(room);
        for (int i = PrefixLength - 2; i >= PrefixLength - 1 - LengthDigits; i--)
        {
            room[i] = (byte)('0' + (bodyLength % 10));
            bodyLength /= 10;
        }

        room[PrefixLength - 1] = Separator;
        int sum = Checksum(room[..end]);
        Add(room, end, "10="u8);
        room[end + 3] = (byte)('0' + (sum / 100));
        room[end + 4] = (byte)('0' + (sum / 10 % 10));
        room[end + 5] = (byte)('0' + (sum % 10));
        room[end + 6] = Separator;
        end += TrailerLength;
        if (file is not null)
        {
            RandomAccess.Write(file, room[..end], fileEnd);
            fileEnd += end;
        }

        return end;
    }

    public int Take(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PrefixLength || !Utf8Parser.TryParse(bytes[12..], out int bodyLength, out int digits))
            return 0;
        int bodyStart = 12 + digits + 1, total = bodyStart + bodyLength + TrailerLength;
        if (bytes.Length < total)
            return 0;
        if (!Utf8Parser.TryParse(bytes.Slice(total - 4, 3), out int sum, out _) || sum != Checksum(bytes[..(total - TrailerLength)]))
            throw new InvalidDataException("checksum");
        int fields = Split(bytes[..total]);
        if (!Utf8Parser.TryParse(ValueOf(bytes, fields, 34), out long number, out _) || number != ++received)
            throw new InvalidDataException($"sequence number {number}, expected {received}");
        ReadOnlySpan<byte> id = ValueOf(bytes, fields, 11);
        id.CopyTo(orderId);
        orderIdLength = id.Length;
        return total;
    }

    public void Dispose() => file?.Dispose();

    private int PutOrder(Span<byte> room, int end)
    {
        end = AddNumber(room, Add(room, end, "\u000111=order-"u8), sent);
        end = Add(room, end, "\u000155=BTCUSDT\u000154=1\u000160="u8);
        end = AddTime(room, end);
        return Add(room, end, "\u000138=1.25\u000140=2\u000144=64123.5\u000159=0\u0001"u8);
    }

    private int PutReport(Span<byte> room, int end)
    {
        end = AddNumber(room, Add(room, end, "\u000137="u8), sent);
        end = Add(room, Add(room, end, "\u000111="u8), orderId.AsSpan(0, orderIdLength));
        end = AddNumber(room, Add(room, end, "\u000117="u8), sent);
        end = Add(room, end, "\u0001150=0\u000139=0\u000155=BTCUSDT\u000154=1\u000138=1.25\u000144=64123.5\u0001151=1.25\u000114=0\u00016=0\u000160="u8);
        return Add(room, AddTime(room, end), "\u0001"u8);
    }

    private int Split(ReadOnlySpan<byte> message)
    {
        int count = 0, at = 0;
        while (at < message.Length)
        {
            int tag = 0;
            for (; message[at] != '='; at++)
                tag = (tag * 10) + (message[at] - '0');
            int length = message[++at..].IndexOf(Separator);
            tags[count] = tag;
            starts[count] = at;
            lengths[count++] = length;
            at += length + 1;
        }

        return count;
    }

    private ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> message, int fields, int tag)
    {
        int index = tags.AsSpan(0, fields).IndexOf(tag);
        return index < 0 ? throw new InvalidDataException($"no field {tag}") : message.Slice(starts[index], lengths[index]);
    }

    private static int Add(Span<byte> room, int end, ReadOnlySpan<byte> text)
    {
        text.CopyTo(room[end..]);
        return end + text.Length;
    }

    private static int AddNumber(Span<byte> room, int end, long number)
    {
        Utf8Formatter.TryFormat(number, room[end..], out int written);
        return end + written;
    }

    private static int AddTime(Span<byte> room, int end) =>
        end + FixTimestamp.Write(room[end..], DateTime.UtcNow, FixTimestampPrecision.Milliseconds);

    private static int Checksum(ReadOnlySpan<byte> bytes)
    {
        const ulong evenBytes = 0x00FF00FF00FF00FF;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        ulong sums = 0;
        foreach (ulong word in words)
            sums += (word & evenBytes) + ((word >> 8) & evenBytes);
        ulong sum = (sums & 0xFFFF) + ((sums >> 16) & 0xFFFF) + ((sums >> 32) & 0xFFFF) + (sums >> 48);
        foreach (byte rest in bytes[(words.Length * sizeof(ulong))..])
            sum += rest;
        return (int)(sum & 0xFF);
    }
}
