using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Recordings;

/// <summary>Reads lines of the session format; keeps one buffer for the unescaped payload and one copy of each connection name.</summary>
internal sealed class SessionLine
{
    private readonly Dictionary<string, string> connections = [];
    private byte[] payload = new byte[64 * 1024];

    /// <summary>True when a line is of the session format: an object whose first member is t with one of its known values.</summary>
    public static bool IsSession(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader reader = new(line);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("t"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.String && KindOf(ref reader) is not null;
    }

    /// <summary>Reads a line; throws <see cref="JsonException"/> when it is not one.</summary>
    public RecordedMessage Parse(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader reader = new(line);
        RecordedKind? kind = null;
        Instant? receivedAt = null;
        string? connection = null;
        string? url = null;
        int length = 0;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Next(ref reader, "t"u8))
                kind = KindOf(ref reader);
            else if (Next(ref reader, "ts"u8))
                receivedAt = TimeOf(ref reader);
            else if (Next(ref reader, "conn"u8))
                connection = NameOf(ref reader);
            else if (Next(ref reader, "url"u8))
                url = reader.GetString();
            else if (Next(ref reader, "data"u8))
                length = CopyPayload(ref reader);
            else
                reader.Skip();
        }

        return new RecordedMessage
        {
            Kind = kind ?? throw new JsonException("no known value of t"),
            Payload = payload.AsMemory(0, length),
            ReceivedAt = receivedAt,
            Connection = connection,
            Url = url,
        };
    }

    private static bool Next(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.ValueTextEquals(name))
            return false;
        reader.Read();
        return true;
    }

    private static RecordedKind? KindOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("recv"u8))
            return RecordedKind.Received;
        if (reader.ValueTextEquals("send"u8))
            return RecordedKind.Sent;
        if (reader.ValueTextEquals("connect"u8))
            return RecordedKind.Connected;
        if (reader.ValueTextEquals("http"u8))
            return RecordedKind.HttpAnswer;
        return reader.ValueTextEquals("header"u8) ? RecordedKind.Header : null;
    }

    private static Instant TimeOf(ref Utf8JsonReader reader)
    {
        if (!DecimalText.TryParse(reader.ValueSpan, out DecimalText seconds) || seconds.Scale > 9)
            throw new JsonException("ts is no time in seconds with at most nine decimals");
        return new Instant(seconds.Mantissa * DecimalText.PowerOfTen(9 - seconds.Scale));
    }

    private string NameOf(ref Utf8JsonReader reader)
    {
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> known = connections.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> text = stackalloc char[256];
        if (reader.ValueSpan.Length > text.Length)
            throw new JsonException("the name of the connection is longer than 256 bytes");
        ReadOnlySpan<char> name = text[..reader.CopyString(text)];
        if (!known.TryGetValue(name, out string? kept))
        {
            kept = name.ToString();
            connections.Add(kept, kept);
        }

        return kept;
    }

    private int CopyPayload(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return 0;
        if (payload.Length < reader.ValueSpan.Length)
            payload = new byte[Math.Max(reader.ValueSpan.Length, payload.Length * 2)];
        return reader.CopyString(payload);
    }
}
