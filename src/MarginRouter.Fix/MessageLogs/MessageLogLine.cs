using System.Buffers;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.MessageLogs;

/// <summary>
/// One message as a line of text: a bar for each separator, bytes that are not printable as \xNN so that no value can forge a line, and no
/// secrets. It reads the bytes by itself: also a message that no session would take is logged, without its password.
/// </summary>
internal static class MessageLogLine
{
    private const byte Separator = 1;
    private const int MsgTypeTag = 35;
    private const int BodyLengthTag = 9;
    private const int TrailerLength = 7;
    private const int RawDataTag = 96;
    private static ReadOnlySpan<byte> Mask => "***"u8;

    /// <summary>Length of the message at the start of bytes that hold several; all of them where that cannot be told.</summary>
    public static int FirstLength(ReadOnlySpan<byte> bytes)
    {
        int first = bytes.IndexOf(Separator);
        if (first < 0 || !TryTag(bytes[(first + 1)..], out int tag, out int start) || tag != BodyLengthTag)
            return bytes.Length;
        ReadOnlySpan<byte> rest = bytes[(first + 1 + start)..];
        int end = rest.IndexOf(Separator);
        if (end < 0 || !FixValue.TryInt(rest[..end], out int body) || body < 0)
            return bytes.Length;
        long length = (long)first + 1 + start + end + 1 + body + TrailerLength;
        return length > bytes.Length ? bytes.Length : (int)length;
    }

    /// <summary>Appends the message without a line end.</summary>
    public static void Append(ArrayBufferWriter<byte> line, ReadOnlySpan<byte> message)
    {
        bool isLogon = false;
        int dataTag = 0;
        int dataLength = 0;
        while (!message.IsEmpty)
        {
            bool hasTag = TryTag(message, out int tag, out int start);
            ReadOnlySpan<byte> value = Value(message[start..], hasTag && tag == dataTag ? dataLength : -1);
            isLogon |= tag == MsgTypeTag && value is [(byte)'A'];
            line.Write(message[..start]);
            if (IsSecret(tag, isLogon) || (!hasTag && isLogon))
                line.Write(Mask);
            else
                Escape(line, value);
            dataTag = hasTag ? FixDataFields.DataTagOf(tag) : 0;
            if (dataTag != 0 && !FixValue.TryInt(value, out dataLength))
                dataTag = 0;
            bool ended = start + value.Length < message.Length;
            if (ended)
                line.Write("|"u8);
            message = message[(start + value.Length + (ended ? 1 : 0))..];
        }
    }

    /// <summary>Password, NewPassword and their encrypted forms; RawData where it is a credential.</summary>
    private static bool IsSecret(int tag, bool isLogon) => tag is 554 or 925 or 1402 or 1404 || (isLogon && tag == RawDataTag);

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> rest, int stated)
    {
        if (stated >= 0 && stated < rest.Length && rest[stated] == Separator)
            return rest[..stated];
        int end = rest.IndexOf(Separator);
        return end < 0 ? rest : rest[..end];
    }

    /// <summary>Reads <c>tag=</c>; false, and a start of 0, when it is none.</summary>
    private static bool TryTag(ReadOnlySpan<byte> bytes, out int tag, out int start)
    {
        tag = 0;
        start = 0;
        int equals = bytes.IndexOf((byte)'=');
        if (equals <= 0 || !FixValue.TryInt(bytes[..equals], out tag))
            return false;
        start = equals + 1;
        return true;
    }

    private static void Escape(ArrayBufferWriter<byte> line, ReadOnlySpan<byte> value)
    {
        foreach (byte one in value)
        {
            if (one is >= (byte)' ' and <= (byte)'~')
            {
                line.GetSpan(1)[0] = one;
                line.Advance(1);
                continue;
            }

            Span<byte> escaped = line.GetSpan(4);
            "\\x"u8.CopyTo(escaped);
            escaped[2] = Digit(one >> 4);
            escaped[3] = Digit(one & 15);
            line.Advance(4);
        }
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}
