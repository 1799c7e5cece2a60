using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>
/// Decodes frames of Kraken's futures WebSocket v1: <c>book_snapshot</c>, then <c>book</c> with one absolute change each and a
/// sequence that rises by one per product. Throws <see cref="JsonException"/> for a frame that breaks the
/// protocol.
/// </summary>
internal sealed class FuturesV1Decoder
{
    private readonly InternedNames symbols = new();

    /// <summary>The last book frame.</summary>
    public BookMessage Book { get; } = new();

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
        Book.Reset();
        Utf8JsonReader reader = new(frame);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A Kraken futures frame is not an object");
        KrakenFrameKind kind = KrakenFrameKind.Unknown;
        bool isEvent = false;
        BookSide? side = null;
        DecimalText? price = null;
        DecimalText? quantity = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("feed"u8))
                kind = ReadFeed(ref reader);
            else if (reader.ValueTextEquals("event"u8))
                isEvent = SkipValue(ref reader);
            else if (reader.ValueTextEquals("product_id"u8))
                Book.Symbol = ReadSymbol(ref reader);
            else if (reader.ValueTextEquals("seq"u8))
                Book.Sequence = ReadInteger(ref reader);
            else if (reader.ValueTextEquals("timestamp"u8))
                Book.VenueTime = Instant.FromMilliseconds(ReadInteger(ref reader) ?? 0);
            else if (reader.ValueTextEquals("side"u8))
                side = ReadSide(ref reader);
            else if (reader.ValueTextEquals("price"u8))
                price = ReadNumber(ref reader);
            else if (reader.ValueTextEquals("qty"u8))
                quantity = ReadNumber(ref reader);
            else if (reader.ValueTextEquals("bids"u8))
                ReadLevels(ref reader, BookSide.Bid);
            else if (reader.ValueTextEquals("asks"u8))
                ReadLevels(ref reader, BookSide.Ask);
            else
                SkipValue(ref reader);
        }

        if (isEvent)
            return KrakenFrameKind.Answer;
        if (kind == KrakenFrameKind.Book)
            Complete(side, price, quantity);
        return kind;
    }

    private void Complete(BookSide? side, DecimalText? price, DecimalText? quantity)
    {
        if (Book.Symbol.Length == 0 || Book.Sequence is null)
            throw new JsonException("A Kraken futures book message has no product or no sequence");
        if (Book.IsSnapshot)
            return;
        if (side is null || price is null || quantity is null)
            throw new JsonException("A Kraken futures book update has no side, price or qty");
        Book.Add(new LevelChange(side.Value, price.Value, quantity.Value));
    }

    private KrakenFrameKind ReadFeed(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.ValueTextEquals("book"u8))
            return KrakenFrameKind.Book;
        if (reader.ValueTextEquals("book_snapshot"u8))
        {
            Book.IsSnapshot = true;
            return KrakenFrameKind.Book;
        }

        if (reader.ValueTextEquals("heartbeat"u8))
            return KrakenFrameKind.Heartbeat;
        return reader.ValueTextEquals("trade"u8) || reader.ValueTextEquals("trade_snapshot"u8)
            || reader.ValueTextEquals("ticker"u8) || reader.ValueTextEquals("ticker_lite"u8)
            ? KrakenFrameKind.Other
            : KrakenFrameKind.Unknown;
    }

    private void ReadLevels(ref Utf8JsonReader reader, BookSide side)
    {
        reader.Read();
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
                throw new JsonException("A Kraken futures level has no price or no qty");
            Book.Add(new LevelChange(side, price.Value, quantity.Value));
        }
    }

    private string ReadSymbol(ref Utf8JsonReader reader)
    {
        reader.Read();
        return symbols.Read(ref reader);
    }

    private static BookSide? ReadSide(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.ValueTextEquals("buy"u8) ? BookSide.Bid : reader.ValueTextEquals("sell"u8) ? BookSide.Ask : null;
    }

    private static long? ReadInteger(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long number) ? number : null;
    }

    private static DecimalText? ReadNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.Number)
            return null;
        return DecimalText.TryParse(reader.ValueSpan, out DecimalText number) ? number : throw new JsonException("A Kraken futures number does not fit into 63 bits");
    }

    private static bool SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
        return true;
    }
}
