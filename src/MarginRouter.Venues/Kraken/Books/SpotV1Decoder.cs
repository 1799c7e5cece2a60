using System.Buffers.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>
/// Decodes frames of Kraken's frozen spot WebSocket v1, which old recordings hold: <c>[id, payload, "book-1000", "XBT/USD"]</c>, with
/// two payloads when both sides change. The snapshot has no checksum, updates carry it in their last payload. Throws
/// <see cref="JsonException"/> for a frame that breaks the protocol.
/// </summary>
internal sealed class SpotV1Decoder
{
    private readonly InternedNames symbols = new();

    /// <summary>The last book frame.</summary>
    public BookMessage Book { get; } = new();

    /// <summary>The depth in the name of the last book channel, for example 1000; levels beyond it are cut.</summary>
    public int Depth { get; private set; }

    /// <summary>Decodes one frame.</summary>
    public KrakenFrameKind Decode(ReadOnlySpan<byte> frame)
    {
        try
        {
            return Read(frame);
        }
        catch (Exception fault) when (BrokenFrame.Is(fault))
        {
            throw BrokenFrame.Named(fault);
        }
    }

    private KrakenFrameKind Read(ReadOnlySpan<byte> frame)
    {
        Utf8JsonReader reader = new(frame);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartArray => DecodeArray(ref reader),
            JsonTokenType.StartObject => DecodeEvent(ref reader),
            _ => throw new JsonException("A Kraken v1 frame is neither an array nor an object"),
        };
    }

    private static KrakenFrameKind DecodeEvent(ref Utf8JsonReader reader)
    {
        KrakenFrameKind kind = KrakenFrameKind.Unknown;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isEvent = reader.ValueTextEquals("event"u8);
            reader.Read();
            if (isEvent)
            {
                kind = reader.ValueTextEquals("heartbeat"u8) ? KrakenFrameKind.Heartbeat
                    : reader.ValueTextEquals("systemStatus"u8) ? KrakenFrameKind.Status
                    : reader.ValueTextEquals("subscriptionStatus"u8) || reader.ValueTextEquals("pong"u8) ? KrakenFrameKind.Answer
                    : KrakenFrameKind.Unknown;
            }

            reader.Skip();
        }

        return kind;
    }

    private KrakenFrameKind DecodeArray(ref Utf8JsonReader reader)
    {
        Utf8JsonReader first = reader;
        reader.Read();
        reader.Skip();
        int payloads = 0;
        while (reader.Read() && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            payloads++;
            reader.Skip();
        }

        // The channel's name stands behind its payload, and a ticker has members of the same names: so the payload is read last.
        if (reader.TokenType != JsonTokenType.String)
            return KrakenFrameKind.Unknown;
        if (!reader.ValueSpan.StartsWith("book-"u8))
            return Known(ref reader);
        if (!Utf8Parser.TryParse(reader.ValueSpan[5..], out int depth, out _) || depth <= 0)
            throw new JsonException("A Kraken v1 book channel does not state its depth");
        Depth = depth;
        reader.Read();
        Book.Reset();
        Book.Symbol = symbols.Read(ref reader);
        first.Read();
        first.Skip();
        for (int i = 0; i < payloads; i++)
        {
            first.Read();
            ReadPayload(ref first);
        }

        return KrakenFrameKind.Book;
    }

    private static KrakenFrameKind Known(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("trade"u8) || reader.ValueTextEquals("ticker"u8) || reader.ValueTextEquals("spread"u8) || reader.ValueSpan.StartsWith("ohlc"u8)
            ? KrakenFrameKind.Other
            : KrakenFrameKind.Unknown;

    private void ReadPayload(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A Kraken v1 book payload is not an object");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("a"u8))
                ReadLevels(ref reader, BookSide.Ask);
            else if (reader.ValueTextEquals("b"u8))
                ReadLevels(ref reader, BookSide.Bid);
            else if (reader.ValueTextEquals("as"u8))
                ReadSnapshot(ref reader, BookSide.Ask);
            else if (reader.ValueTextEquals("bs"u8))
                ReadSnapshot(ref reader, BookSide.Bid);
            else if (reader.ValueTextEquals("c"u8))
                Book.Checksum = ReadChecksum(ref reader);
            else
                throw new JsonException("A Kraken v1 book payload has an unknown member");
        }
    }

    private void ReadSnapshot(ref Utf8JsonReader reader, BookSide side)
    {
        Book.IsSnapshot = true;
        ReadLevels(ref reader, side);
    }

    private void ReadLevels(ref Utf8JsonReader reader, BookSide side)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            DecimalText price = ReadText(ref reader);
            DecimalText quantity = ReadText(ref reader);
            DecimalText seconds = ReadText(ref reader);
            Book.Add(new LevelChange(side, price, quantity));
            Instant time = ToInstant(seconds);
            if (time > Book.VenueTime)
                Book.VenueTime = time;

            // A fourth element "r" marks a level that is published again because it moved into the depth; it is set like any other.
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
            }
        }
    }

    private static uint ReadChecksum(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Utf8Parser.TryParse(reader.ValueSpan, out uint checksum, out int consumed) && consumed == reader.ValueSpan.Length
            ? checksum
            : throw new JsonException("A Kraken v1 checksum is not a number");
    }

    private static DecimalText ReadText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && DecimalText.TryParse(reader.ValueSpan, out DecimalText number)
            ? number
            : throw new JsonException("A Kraken v1 level holds no number");
    }

    private static Instant ToInstant(DecimalText seconds) =>
        new((long)(seconds.ToDecimal() * 1_000_000_000m));
}
