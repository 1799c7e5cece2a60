using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>
/// Decodes frames of Kraken's spot WebSocket v2 (docs.kraken.com, spot-websocket-v2: book, ticker, status, heartbeat). The result of a
/// book or ticker frame stands in a buffer until the next call; in steady state nothing is allocated. Numbers are read from the raw
/// JSON text, because trailing zeros count in the checksum. Throws <see cref="JsonException"/> for a frame that breaks the protocol.
/// </summary>
internal sealed class SpotV2Decoder
{
    private readonly InternedNames symbols = new();

    /// <summary>The last book frame.</summary>
    public BookMessage Book { get; } = new();

    /// <summary>The last ticker frame.</summary>
    public KrakenTicker Ticker { get; } = new();

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
        Utf8JsonReader later = default;
        KrakenFrameKind kind = KrakenFrameKind.Unknown;
        bool? isSnapshot = null;
        bool postponed = false;
        Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("channel"u8))
            {
                reader.Read();
                kind = Channel(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                isSnapshot = reader.ValueTextEquals("snapshot"u8);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                if (kind is KrakenFrameKind.Book or KrakenFrameKind.Ticker && isSnapshot is not null)
                {
                    ReadData(ref reader, kind, isSnapshot.Value);
                    continue;
                }

                later = reader;
                postponed = true;
                reader.Skip();
            }
            else
            {
                if (reader.ValueTextEquals("method"u8) || reader.ValueTextEquals("error"u8))
                    kind = KrakenFrameKind.Answer;
                reader.Read();
                reader.Skip();
            }
        }

        // Members may come in any order: data that stood before its channel or type is read now.
        if (postponed && kind is KrakenFrameKind.Book or KrakenFrameKind.Ticker)
            ReadData(ref later, kind, isSnapshot ?? throw new JsonException("A Kraken frame has data but no type"));
        return kind;
    }

    private static KrakenFrameKind Channel(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("book"u8))
            return KrakenFrameKind.Book;
        if (reader.ValueTextEquals("heartbeat"u8))
            return KrakenFrameKind.Heartbeat;
        if (reader.ValueTextEquals("ticker"u8))
            return KrakenFrameKind.Ticker;
        if (reader.ValueTextEquals("status"u8))
            return KrakenFrameKind.Status;
        if (reader.ValueTextEquals("trade"u8) || reader.ValueTextEquals("ohlc"u8) || reader.ValueTextEquals("instrument"u8) || reader.ValueTextEquals("level3"u8))
            return KrakenFrameKind.Other;
        return KrakenFrameKind.Unknown;
    }

    private void ReadData(ref Utf8JsonReader reader, KrakenFrameKind kind, bool isSnapshot)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("data is not an array");
        int entries = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            // A book is one symbol a frame (each has its own checksum); more would be a change of the protocol that must be noticed.
            if (++entries > 1)
                throw new JsonException("A Kraken frame carries more than one book or ticker");
            if (kind == KrakenFrameKind.Book)
                ReadBook(ref reader, isSnapshot);
            else
                ReadTicker(ref reader);
        }

        if (entries == 0)
            throw new JsonException("A Kraken frame carries no book or ticker");
    }

    private void ReadBook(ref Utf8JsonReader reader, bool isSnapshot)
    {
        Book.Reset();
        Book.IsSnapshot = isSnapshot;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("bids"u8))
                ReadLevels(ref reader, BookSide.Bid);
            else if (reader.ValueTextEquals("asks"u8))
                ReadLevels(ref reader, BookSide.Ask);
            else if (reader.ValueTextEquals("symbol"u8))
                Book.Symbol = ReadSymbol(ref reader);
            else if (reader.ValueTextEquals("checksum"u8))
                Book.Checksum = ReadChecksum(ref reader);
            else if (reader.ValueTextEquals("timestamp"u8))
                Book.VenueTime = ReadTimestamp(ref reader);
            else
                SkipValue(ref reader);
        }

        if (Book.Symbol.Length == 0 || Book.Checksum is null)
            throw new JsonException("A Kraken book has no symbol or no checksum");
    }

    private void ReadLevels(ref Utf8JsonReader reader, BookSide side)
    {
        Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            DecimalText? price = null;
            DecimalText? quantity = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("price"u8))
                    price = ReadNumber(ref reader);
                else if (reader.ValueTextEquals("qty"u8))
                    quantity = ReadNumber(ref reader);
                else
                    SkipValue(ref reader);
            }

            if (price is null || quantity is null)
                throw new JsonException("A Kraken level has no price or no qty");
            Book.Add(new LevelChange(side, price.Value, quantity.Value));
        }
    }

    private void ReadTicker(ref Utf8JsonReader reader)
    {
        Ticker.Reset();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("symbol"u8))
                Ticker.Symbol = ReadSymbol(ref reader);
            else if (reader.ValueTextEquals("bid"u8))
                Ticker.Bid = ReadNumber(ref reader).ToDecimal();
            else if (reader.ValueTextEquals("ask"u8))
                Ticker.Ask = ReadNumber(ref reader).ToDecimal();
            else if (reader.ValueTextEquals("last"u8))
                Ticker.Last = ReadNumber(ref reader).ToDecimal();
            else if (reader.ValueTextEquals("timestamp"u8))
                Ticker.VenueTime = ReadTimestamp(ref reader);
            else
                SkipValue(ref reader);
        }

        if (Ticker.Symbol.Length == 0)
            throw new JsonException("A Kraken ticker has no symbol");
    }

    private string ReadSymbol(ref Utf8JsonReader reader)
    {
        reader.Read();
        return symbols.Read(ref reader);
    }

    private static Instant ReadTimestamp(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return TimestampText.TryParse(reader.ValueSpan, out Instant instant) ? instant : throw new JsonException("A Kraken time stamp is not RFC 3339 in UTC");
    }

    private static uint ReadChecksum(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return reader.TryGetUInt32(out uint checksum) ? checksum : throw new JsonException("A Kraken checksum does not fit into 32 bits");
    }

    private static DecimalText ReadNumber(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.Number);
        return DecimalText.TryParse(reader.ValueSpan, out DecimalText number) ? number : throw new JsonException("A Kraken number does not fit into 63 bits");
    }

    private static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new JsonException($"A Kraken frame has {reader.TokenType} where {type} belongs");
    }
}
