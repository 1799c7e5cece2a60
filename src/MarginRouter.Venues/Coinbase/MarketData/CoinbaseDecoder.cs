using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Coinbase.MarketData;

/// <summary>
/// Decodes the WebSocket of Coinbase Advanced Trade (docs.cdp.coinbase.com): l2_data, market_trades, heartbeats and the rest. Every frame
/// of a connection bears a number that rises by one, whatever its channel. For recordings alone: the router does not trade there.
/// </summary>
internal sealed class CoinbaseDecoder : FeedDecoder
{
    /// <inheritdoc />
    protected override FrameKind Read(ReadOnlySpan<byte> frame)
    {
        Utf8JsonReader reader = new(frame);
        Utf8JsonReader later = default;
        bool postponed = false;
        FrameKind? kind = null;
        int seen = 0;
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("channel"u8))
            {
                Token.Once(ref seen, 1);
                kind = Channel(ref reader);
            }
            else if (reader.ValueTextEquals("sequence_num"u8))
            {
                Token.Once(ref seen, 2);
                ConnectionSequence = Token.Integer(ref reader);
            }
            else if (reader.ValueTextEquals("events"u8))
            {
                Token.Once(ref seen, 4);
                reader.Read();
                if (kind is null)
                {
                    later = reader;
                    postponed = true;
                    reader.Skip();
                }
                else
                {
                    ReadEvents(ref reader, kind.Value);
                }
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                Token.Text(ref reader);
                if (reader.ValueTextEquals("error"u8))
                    kind ??= FrameKind.Refusal;
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        Token.End(ref reader);
        if (postponed && kind is { } known)
            ReadEvents(ref later, known);
        for (int i = 0; i < Books.Count; i++)
            Books[i].Sequence = ConnectionSequence ?? throw new JsonException("a frame with a book has no sequence_num");
        return kind ?? FrameKind.Unknown;
    }

    private static FrameKind Channel(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("l2_data"u8) || reader.ValueTextEquals("level2"u8))
            return FrameKind.Book;
        if (reader.ValueTextEquals("market_trades"u8))
            return FrameKind.Trades;
        if (reader.ValueTextEquals("heartbeats"u8))
            return FrameKind.Heartbeat;
        if (reader.ValueTextEquals("subscriptions"u8))
            return FrameKind.Answer;
        if (reader.ValueTextEquals("status"u8))
            return FrameKind.Status;
        return reader.ValueTextEquals("ticker"u8) || reader.ValueTextEquals("ticker_batch"u8) || reader.ValueTextEquals("candles"u8)
            || reader.ValueTextEquals("user"u8) || reader.ValueTextEquals("futures_balance_summary"u8)
                ? FrameKind.Other
                : FrameKind.Unknown;
    }

    private void ReadEvents(ref Utf8JsonReader reader, FrameKind kind)
    {
        if (kind is not (FrameKind.Book or FrameKind.Trades))
        {
            reader.Skip();
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("events are not an array");
        while (Token.NextElement(ref reader, JsonTokenType.StartObject))
        {
            if (kind == FrameKind.Book)
                ReadBook(ref reader);
            else
                ReadTrades(ref reader);
        }
    }

    private void ReadBook(ref Utf8JsonReader reader)
    {
        BookMessage book = Books.Add();
        int seen = 0;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                Token.Once(ref seen, 1);
                book.IsSnapshot = IsSnapshot(ref reader);
            }
            else if (reader.ValueTextEquals("product_id"u8))
            {
                Token.Once(ref seen, 2);
                book.Symbol = ReadName(ref reader);
            }
            else if (reader.ValueTextEquals("updates"u8))
            {
                Token.Once(ref seen, 4);
                Token.StartArray(ref reader);
                while (Token.NextElement(ref reader, JsonTokenType.StartObject))
                    ReadLevel(ref reader, book);
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if (seen != 7)
            throw new JsonException("a book event lacks its type, product_id or updates");
    }

    private static bool IsSnapshot(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("snapshot"u8))
            return true;
        return reader.ValueTextEquals("update"u8) ? false : throw new JsonException("a book event is neither snapshot nor update");
    }

    private static void ReadLevel(ref Utf8JsonReader reader, BookMessage book)
    {
        BookSide side = default;
        DecimalText price = default;
        DecimalText quantity = default;
        int seen = 0;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("price_level"u8))
            {
                Token.Once(ref seen, 1);
                price = Token.Number(ref reader);
            }
            else if (reader.ValueTextEquals("new_quantity"u8))
            {
                Token.Once(ref seen, 2);
                quantity = Token.Number(ref reader);
            }
            else if (reader.ValueTextEquals("side"u8))
            {
                Token.Once(ref seen, 4);
                side = LevelSide(ref reader);
            }
            else if (reader.ValueTextEquals("event_time"u8) && book.VenueTime == default)
            {
                book.VenueTime = Token.Timestamp(ref reader);
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if (seen != 7)
            throw new JsonException("a level lacks its side, price_level or new_quantity");
        book.Add(new LevelChange(side, price, quantity));
    }

    private static BookSide LevelSide(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("bid"u8))
            return BookSide.Bid;
        return reader.ValueTextEquals("offer"u8) || reader.ValueTextEquals("ask"u8)
            ? BookSide.Ask
            : throw new JsonException("a level is neither bid nor offer");
    }

    private void ReadTrades(ref Utf8JsonReader reader)
    {
        while (Token.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("trades"u8))
            {
                Token.Skip(ref reader);
                continue;
            }

            Token.StartArray(ref reader);
            while (Token.NextElement(ref reader, JsonTokenType.StartObject))
                ReadTrade(ref reader);
        }
    }

    private void ReadTrade(ref Utf8JsonReader reader)
    {
        TradeTick trade = default;
        int seen = 0;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("product_id"u8))
            {
                Token.Once(ref seen, 1);
                trade = trade with { Symbol = ReadName(ref reader) };
            }
            else if (reader.ValueTextEquals("price"u8))
            {
                Token.Once(ref seen, 2);
                trade = trade with { Price = Token.Number(ref reader) };
            }
            else if (reader.ValueTextEquals("size"u8))
            {
                Token.Once(ref seen, 4);
                trade = trade with { Quantity = Token.Number(ref reader) };
            }
            else if (reader.ValueTextEquals("side"u8))
            {
                Token.Once(ref seen, 8);
                trade = trade with { Taker = TakerSide(ref reader) };
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                trade = trade with { VenueTime = Token.Timestamp(ref reader) };
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if (seen != 15)
            throw new JsonException("a trade lacks its product_id, price, size or side");
        Trades.Add(trade);
    }

    /// <summary>The venue states the side of the maker.</summary>
    private static Side TakerSide(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("BUY"u8))
            return Side.Sell;
        return reader.ValueTextEquals("SELL"u8) ? Side.Buy : throw new JsonException("a trade is neither BUY nor SELL");
    }

    private string ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Names.Read(ref reader);
    }
}
