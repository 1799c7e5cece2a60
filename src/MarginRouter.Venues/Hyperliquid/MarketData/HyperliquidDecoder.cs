using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Hyperliquid.MarketData;

/// <summary>
/// Decodes Hyperliquid's WebSocket (hyperliquid.gitbook.io, websocket subscriptions): l2Book and bbo, which are whole books each time,
/// trades, activeAssetCtx for the mark, and the answers. The time in milliseconds is the one mark by which a book is named.
/// </summary>
internal sealed class HyperliquidDecoder : FeedDecoder
{
    private string channel = "";

    /// <inheritdoc />
    protected override FrameKind Read(ReadOnlySpan<byte> frame)
    {
        if (frame.StartsWith("Websocket connection established"u8))
            return FrameKind.Answer;
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
                reader.Read();
                channel = Names.Read(ref reader);
                kind = Channel();
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                Token.Once(ref seen, 2);
                reader.Read();
                if (kind is null)
                {
                    later = reader;
                    postponed = true;
                    reader.Skip();
                }
                else
                {
                    ReadData(ref reader, kind.Value);
                }
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        Token.End(ref reader);
        if (postponed && kind is { } known)
            ReadData(ref later, known);
        if (kind == FrameKind.Book && Books.Count == 0)
            throw new JsonException("a book frame carries no book");
        return kind ?? FrameKind.Unknown;
    }

    private FrameKind Channel() => channel switch
    {
        "l2Book" or "bbo" => FrameKind.Book,
        "trades" => FrameKind.Trades,
        "activeAssetCtx" or "activeSpotAssetCtx" => FrameKind.Marks,
        "pong" => FrameKind.Heartbeat,
        "subscriptionResponse" => FrameKind.Answer,
        "error" => FrameKind.Refusal,
        "allMids" or "candle" or "notification" or "webData2" or "webData3" or "user" or "userEvents" or "userFills" or "userFundings"
            or "userNonFundingLedgerUpdates" or "orderUpdates" or "activeAssetData" or "clearinghouseState" or "openOrders"
            or "userTwapSliceFills" or "userTwapHistory" or "twapStates" or "spotState" or "allDexsClearinghouseState"
            or "allDexsAssetCtxs" or "post" => FrameKind.Other,
        _ => FrameKind.Unknown,
    };

    private void ReadData(ref Utf8JsonReader reader, FrameKind kind)
    {
        if (kind == FrameKind.Trades && reader.TokenType == JsonTokenType.StartArray)
        {
            while (Token.NextElement(ref reader, JsonTokenType.StartObject))
                ReadTrade(ref reader);
        }
        else if (kind == FrameKind.Book && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadBook(ref reader);
        }
        else if (kind == FrameKind.Marks && reader.TokenType == JsonTokenType.StartObject)
        {
            ReadContext(ref reader);
        }
        else if (kind is FrameKind.Trades or FrameKind.Book or FrameKind.Marks)
        {
            throw new JsonException("data is of another kind than its channel says");
        }
        else
        {
            reader.Skip();
        }
    }

    private void ReadBook(ref Utf8JsonReader reader)
    {
        BookMessage book = Books.Add();
        book.Stream = channel;
        book.IsSnapshot = true;
        int seen = 0;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("levels"u8) || reader.ValueTextEquals("bbo"u8))
            {
                Token.Once(ref seen, 1);
                ReadSides(ref reader, book);
            }
            else if (reader.ValueTextEquals("coin"u8))
            {
                Token.Once(ref seen, 2);
                book.Symbol = ReadName(ref reader);
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                Token.Once(ref seen, 4);
                book.VenueTime = Token.Milliseconds(ref reader);
                book.Sequence = book.VenueTime.ToMilliseconds();
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if (seen != 7)
            throw new JsonException("a book lacks its coin, time or levels");
    }

    /// <summary>Two elements, bids and asks: lists of levels, or for bbo one level each, null where that side is empty.</summary>
    private static void ReadSides(ref Utf8JsonReader reader, BookMessage book)
    {
        Token.StartArray(ref reader);
        ReadSide(ref reader, BookSide.Bid, book);
        ReadSide(ref reader, BookSide.Ask, book);
        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException("a book has more than two sides");
    }

    private static void ReadSide(ref Utf8JsonReader reader, BookSide side, BookMessage book)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (Token.NextElement(ref reader, JsonTokenType.StartObject))
                ReadLevel(ref reader, side, book);
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadLevel(ref reader, side, book);
        }
        else if (reader.TokenType != JsonTokenType.Null)
        {
            throw new JsonException("a side of a book is missing");
        }
    }

    private static void ReadLevel(ref Utf8JsonReader reader, BookSide side, BookMessage book)
    {
        DecimalText price = default;
        DecimalText size = default;
        int seen = 0;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("px"u8))
            {
                Token.Once(ref seen, 1);
                price = Token.Number(ref reader);
            }
            else if (reader.ValueTextEquals("sz"u8))
            {
                Token.Once(ref seen, 2);
                size = Token.Number(ref reader);
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if (seen != 3)
            throw new JsonException("a level lacks px or sz");
        book.Add(new LevelChange(side, price, size));
    }

    private void ReadTrade(ref Utf8JsonReader reader)
    {
        TradeTick trade = default;
        int seen = 0;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("coin"u8))
            {
                Token.Once(ref seen, 1);
                trade = trade with { Symbol = ReadName(ref reader) };
            }
            else if (reader.ValueTextEquals("px"u8))
            {
                Token.Once(ref seen, 2);
                trade = trade with { Price = Token.Number(ref reader) };
            }
            else if (reader.ValueTextEquals("sz"u8))
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
                trade = trade with { VenueTime = Token.Milliseconds(ref reader) };
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if (seen != 15)
            throw new JsonException("a trade lacks coin, px, sz or side");
        Trades.Add(trade);
    }

    /// <summary>B when a bid took liquidity, A when an ask did.</summary>
    private static Side TakerSide(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("B"u8))
            return Side.Buy;
        return reader.ValueTextEquals("A"u8) ? Side.Sell : throw new JsonException("a trade is neither B nor A");
    }

    private void ReadContext(ref Utf8JsonReader reader)
    {
        string coin = "";
        MarkTick? mark = null;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("coin"u8))
                coin = ReadName(ref reader);
            else if (reader.ValueTextEquals("ctx"u8))
                mark = ReadMark(ref reader);
            else
                Token.Skip(ref reader);
        }

        if (coin.Length == 0 || mark is null)
            throw new JsonException("an asset context lacks its coin or mark");
        Marks.Add(mark.Value with { Symbol = coin });
    }

    /// <summary>The mark, and the funding rate of the present hour, which is paid when it ends; spot has none.</summary>
    private static MarkTick? ReadMark(ref Utf8JsonReader reader)
    {
        DecimalText? mark = null;
        decimal? funding = null;
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("markPx"u8))
                mark = Token.Number(ref reader);
            else if (reader.ValueTextEquals("funding"u8))
                funding = Token.OptionalNumber(ref reader);
            else
                Token.Skip(ref reader);
        }

        return mark is { } price ? new MarkTick("", price, default) { FundingRate = funding } : null;
    }

    private string ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Names.Read(ref reader);
    }
}
