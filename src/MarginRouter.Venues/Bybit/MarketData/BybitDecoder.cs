using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;

namespace MarginRouter.Venues.Bybit.MarketData;

/// <summary>
/// Decodes the public WebSocket of Bybit v5, the same for spot, linear, inverse and options (bybit-exchange docs, v5/websocket/public):
/// topics orderbook, publicTrade and tickers, and the answers to requests. The order of members differs between markets.
/// </summary>
internal sealed class BybitDecoder : FeedDecoder
{
    // A new service begins its update ids at 1: the venue then means the message to overwrite the book whatever it is called.
    private const long FirstUpdateId = 1;

    private string symbol = "";
    private string stream = "";

    /// <inheritdoc />
    protected override FrameKind Read(ReadOnlySpan<byte> frame)
    {
        Utf8JsonReader reader = new(frame);
        Utf8JsonReader later = default;
        bool postponed = false;
        FrameKind? kind = null;
        bool isSnapshot = false;
        int seen = 0;
        Instant sentAt = default;
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("topic"u8))
            {
                Token.Once(ref seen, 1);
                kind = Topic(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                Token.Once(ref seen, 2);
                Token.Text(ref reader);
                isSnapshot = reader.ValueTextEquals("snapshot"u8);
                if (reader.ValueTextEquals("COMMAND_RESP"u8))
                    kind ??= FrameKind.Answer;
            }
            else if (reader.ValueTextEquals("data"u8))
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
                    ReadData(ref reader, kind.Value);
                }
            }
            else if (reader.ValueTextEquals("ts"u8))
            {
                Token.Once(ref seen, 8);
                sentAt = Token.Milliseconds(ref reader);
            }
            else
            {
                kind = ReadAnswer(ref reader, kind);
            }
        }

        Token.End(ref reader);
        if (postponed && kind is { } known)
            ReadData(ref later, known);
        Complete(isSnapshot, (seen & 2) != 0, sentAt);
        return kind ?? FrameKind.Unknown;
    }

    private void Complete(bool isSnapshot, bool hasType, Instant sentAt)
    {
        for (int i = 0; i < Books.Count; i++)
        {
            if (!hasType)
                throw new JsonException("an order book has no type");
            BookMessage book = Books[i];
            book.IsSnapshot = isSnapshot || book.Sequence == FirstUpdateId;
            book.VenueTime = sentAt;
        }

        for (int i = 0; i < Marks.Count; i++)
            Marks[i] = Marks[i] with { VenueTime = sentAt };
    }

    /// <summary>Takes a topic apart: orderbook.DEPTH.SYMBOL, publicTrade.SYMBOL, tickers.SYMBOL.</summary>
    private FrameKind Topic(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        string topic = Names.Read(ref reader);
        int first = topic.IndexOf('.', StringComparison.Ordinal);
        int last = topic.LastIndexOf('.');
        ReadOnlySpan<char> name = first < 0 ? topic : topic.AsSpan(0, first);
        symbol = Names.Intern(topic.AsSpan(last + 1));
        stream = last > first ? Names.Intern(topic.AsSpan(0, last)) : "";
        return name switch
        {
            "orderbook" when stream is not ("" or "orderbook.rpi") => FrameKind.Book,
            "publicTrade" => FrameKind.Trades,
            "tickers" => FrameKind.Marks,
            "system" => FrameKind.Status,
            "orderbook" or "kline" or "allLiquidation" or "liquidation" or "insurance" or "adlAlert" or "priceLimit" or "tickers_lt" or "kline_lt" or "lt" => FrameKind.Other,
            _ => FrameKind.Unknown,
        };
    }

    /// <summary>A member of an answer; which answers a frame can be is decided by op and success.</summary>
    private static FrameKind? ReadAnswer(ref Utf8JsonReader reader, FrameKind? kind)
    {
        if (reader.ValueTextEquals("op"u8))
        {
            Token.Text(ref reader);
            bool pong = reader.ValueTextEquals("ping"u8) || reader.ValueTextEquals("pong"u8);
            return kind == FrameKind.Refusal ? kind : pong ? FrameKind.Heartbeat : FrameKind.Answer;
        }

        if (reader.ValueTextEquals("success"u8))
            return Token.Truth(ref reader) ? kind ?? FrameKind.Answer : FrameKind.Refusal;
        Token.Skip(ref reader);
        return kind;
    }

    private void ReadData(ref Utf8JsonReader reader, FrameKind kind)
    {
        if (kind == FrameKind.Book)
            ReadBook(ref reader);
        else if (kind == FrameKind.Trades)
            ReadTrades(ref reader);
        else if (kind == FrameKind.Marks && reader.TokenType == JsonTokenType.StartObject)
            ReadTicker(ref reader);
        else
            reader.Skip();
    }

    private void ReadBook(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("an order book is not an object");
        BookMessage book = Books.Add();
        book.Stream = stream;
        int seen = 0;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("b"u8))
            {
                Token.Once(ref seen, 1);
                Token.Levels(ref reader, BookSide.Bid, book);
            }
            else if (reader.ValueTextEquals("a"u8))
            {
                Token.Once(ref seen, 2);
                Token.Levels(ref reader, BookSide.Ask, book);
            }
            else if (reader.ValueTextEquals("u"u8))
            {
                Token.Once(ref seen, 4);
                book.Sequence = Token.Integer(ref reader);
            }
            else if (reader.ValueTextEquals("s"u8))
            {
                Token.Once(ref seen, 8);
                reader.Read();
                book.Symbol = Names.Read(ref reader);
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if (seen != 15)
            throw new JsonException("an order book lacks one of s, b, a and u");
    }

    private void ReadTrades(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("trades are not an array");
        while (Token.NextElement(ref reader, JsonTokenType.StartObject))
        {
            TradeTick trade = new() { Symbol = symbol };
            while (Token.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("p"u8))
                    trade = trade with { Price = Token.Number(ref reader) };
                else if (reader.ValueTextEquals("v"u8))
                    trade = trade with { Quantity = Token.Number(ref reader) };
                else if (reader.ValueTextEquals("T"u8))
                    trade = trade with { VenueTime = Token.Milliseconds(ref reader) };
                else if (reader.ValueTextEquals("S"u8))
                    trade = trade with { Taker = TakerSide(ref reader) };
                else if (reader.ValueTextEquals("s"u8))
                    trade = trade with { Symbol = ReadSymbol(ref reader) };
                else
                    Token.Skip(ref reader);
            }

            Trades.Add(trade);
        }
    }

    private static Side TakerSide(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("Buy"u8))
            return Side.Buy;
        return reader.ValueTextEquals("Sell"u8) ? Side.Sell : throw new JsonException("a trade is neither Buy nor Sell");
    }

    /// <summary>
    /// A ticker states what changed: mark, funding of perpetuals (fundingRate, nextFundingTime), and of options, which are always stated whole,
    /// the volatility of the mark (markPriceIv here, markIv over REST) and the price of the underlying for its expiry (underlyingPrice;
    /// bybit-exchange docs, v5/websocket/public/ticker). On spot none of it is stated.
    /// </summary>
    private void ReadTicker(ref Utf8JsonReader reader)
    {
        MarkTick mark = new() { Symbol = symbol };
        bool stated = false;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("markPrice"u8))
                mark = mark with { Price = Token.Number(ref reader) };
            else if (reader.ValueTextEquals("fundingRate"u8))
                mark = mark with { FundingRate = Token.OptionalNumber(ref reader) };
            else if (reader.ValueTextEquals("nextFundingTime"u8))
                mark = mark with { NextFunding = Token.OptionalMilliseconds(ref reader) };
            else if (reader.ValueTextEquals("markPriceIv"u8) || reader.ValueTextEquals("markIv"u8))
                mark = mark with { Volatility = Token.OptionalNumber(ref reader) };
            else if (reader.ValueTextEquals("underlyingPrice"u8))
                mark = mark with { Forward = Token.OptionalNumber(ref reader) };
            else
            {
                Token.Skip(ref reader);
                continue;
            }

            stated = true;
        }

        if (stated)
            Marks.Add(mark);
    }

    private string ReadSymbol(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Names.Read(ref reader);
    }
}
