using System.Buffers.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;

namespace MarginRouter.Venues.Okx.MarketData;

/// <summary>
/// Decodes the public WebSocket of OKX v5 (okx.com/docs-v5, order book channels): books, books5, bbo-tbt, books50-l2-tbt, books-l2-tbt,
/// trades and mark-price, the events, and the plain text <c>pong</c>.
/// </summary>
internal sealed class OkxDecoder : FeedDecoder
{
    private string channel = "";
    private string instrument = "";

    /// <inheritdoc />
    protected override FrameKind Read(ReadOnlySpan<byte> frame)
    {
        if (frame.SequenceEqual("pong"u8))
            return FrameKind.Heartbeat;
        Utf8JsonReader reader = new(frame);
        Utf8JsonReader later = default;
        bool postponed = false;
        FrameKind? kind = null;
        bool? isSnapshot = null;
        int seen = 0;
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("arg"u8))
            {
                Token.Once(ref seen, 1);
                ReadArgument(ref reader);
                kind ??= Channel();
            }
            else if (reader.ValueTextEquals("action"u8))
            {
                Token.Once(ref seen, 2);
                isSnapshot = IsSnapshot(ref reader);
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
            else if (reader.ValueTextEquals("event"u8))
            {
                Token.Once(ref seen, 8);
                kind = Event(ref reader);
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        Token.End(ref reader);
        if (postponed && kind is { } known)
            ReadData(ref later, known);
        Complete(isSnapshot);
        return kind ?? FrameKind.Unknown;
    }

    /// <summary>
    /// Channels of few levels send whole books and no action. Where the action is missing elsewhere, as in the venue's own example, a book
    /// without a predecessor is a snapshot.
    /// </summary>
    private void Complete(bool? isSnapshot)
    {
        int? depth = channel switch
        {
            "books" or "books-l2-tbt" => 400,
            "books50-l2-tbt" => 50,
            _ => null,
        };
        for (int i = 0; i < Books.Count; i++)
        {
            BookMessage book = Books[i];
            book.Symbol = instrument;
            book.Stream = channel;
            book.Depth = depth;
            book.IsSnapshot = isSnapshot ?? (depth is null || book.PreviousSequence == -1);
            if (isSnapshot is null && !book.IsSnapshot)
                throw new JsonException("an order book has no action");
        }
    }

    private static bool IsSnapshot(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("snapshot"u8))
            return true;
        return reader.ValueTextEquals("update"u8) ? false : throw new JsonException("the action of an order book is neither snapshot nor update");
    }

    private void ReadArgument(ref Utf8JsonReader reader)
    {
        channel = "";
        instrument = "";
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("channel"u8))
                channel = ReadName(ref reader);
            else if (reader.ValueTextEquals("instId"u8))
                instrument = ReadName(ref reader);
            else
                Token.Skip(ref reader);
        }
    }

    private FrameKind Channel() => channel switch
    {
        "books" or "books5" or "bbo-tbt" or "books50-l2-tbt" or "books-l2-tbt" => FrameKind.Book,
        "trades" or "trades-all" => FrameKind.Trades,
        "mark-price" or "funding-rate" or "opt-summary" => FrameKind.Marks,
        "status" => FrameKind.Status,
        "tickers" or "instruments" or "index-tickers" or "open-interest" or "price-limit" or "estimated-price" or "liquidation-orders" or "adl-warning" or "economic-calendar" or "option-trades" => FrameKind.Other,
        _ when channel.StartsWith("candle", StringComparison.Ordinal) => FrameKind.Other,
        _ when channel.StartsWith("mark-price-candle", StringComparison.Ordinal) => FrameKind.Other,
        _ when channel.StartsWith("index-candle", StringComparison.Ordinal) => FrameKind.Other,
        _ => FrameKind.Unknown,
    };

    private static FrameKind Event(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("notice"u8))
            return FrameKind.Closing;
        if (reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("channel-conn-count-error"u8))
            return FrameKind.Refusal;
        return reader.ValueTextEquals("subscribe"u8) || reader.ValueTextEquals("unsubscribe"u8)
            || reader.ValueTextEquals("login"u8) || reader.ValueTextEquals("channel-conn-count"u8)
                ? FrameKind.Answer
                : FrameKind.Unknown;
    }

    private void ReadData(ref Utf8JsonReader reader, FrameKind kind)
    {
        if (kind is not (FrameKind.Book or FrameKind.Trades or FrameKind.Marks))
        {
            reader.Skip();
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("data is not an array");
        while (Token.NextElement(ref reader, JsonTokenType.StartObject))
        {
            if (kind == FrameKind.Book)
                ReadBook(ref reader);
            else if (kind == FrameKind.Trades)
                ReadTrade(ref reader);
            else
                ReadMark(ref reader);
        }

        if (kind == FrameKind.Book && Books.Count == 0)
            throw new JsonException("an order book frame carries no book");
    }

    private void ReadBook(ref Utf8JsonReader reader)
    {
        if (instrument.Length == 0)
            throw new JsonException("an order book names no instrument");
        BookMessage book = Books.Add();
        int seen = 0;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("asks"u8))
            {
                Token.Once(ref seen, 1);
                Token.Levels(ref reader, BookSide.Ask, book);
            }
            else if (reader.ValueTextEquals("bids"u8))
            {
                Token.Once(ref seen, 2);
                Token.Levels(ref reader, BookSide.Bid, book);
            }
            else if (reader.ValueTextEquals("ts"u8))
            {
                Token.Once(ref seen, 4);
                book.VenueTime = Token.Milliseconds(ref reader);
            }
            else if (reader.ValueTextEquals("checksum"u8))
            {
                Token.Once(ref seen, 8);
                book.Checksum = Checksum(ref reader);
            }
            else if (reader.ValueTextEquals("seqId"u8))
            {
                Token.Once(ref seen, 16);
                book.Sequence = Token.Integer(ref reader);
            }
            else if (reader.ValueTextEquals("prevSeqId"u8))
            {
                Token.Once(ref seen, 32);
                book.PreviousSequence = Token.Integer(ref reader);
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if ((seen & 3) != 3)
            throw new JsonException("an order book lacks a side");
    }

    /// <summary>Signed 32 bits. Since 23 June 2026 the venue always sends 0, which means that there is none.</summary>
    private static uint? Checksum(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String)
            || !Utf8Parser.TryParse(reader.ValueSpan, out int checksum, out int length)
            || length != reader.ValueSpan.Length)
            throw new JsonException("a checksum does not fit into 32 bits");
        return checksum == 0 ? null : unchecked((uint)checksum);
    }

    private void ReadTrade(ref Utf8JsonReader reader)
    {
        TradeTick trade = new() { Symbol = instrument };
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("px"u8))
                trade = trade with { Price = Token.Number(ref reader) };
            else if (reader.ValueTextEquals("sz"u8))
                trade = trade with { Quantity = Token.Number(ref reader) };
            else if (reader.ValueTextEquals("side"u8))
                trade = trade with { Taker = TakerSide(ref reader) };
            else if (reader.ValueTextEquals("ts"u8))
                trade = trade with { VenueTime = Token.Milliseconds(ref reader) };
            else
                Token.Skip(ref reader);
        }

        Trades.Add(trade);
    }

    /// <summary>
    /// A row of mark-price, of funding-rate (fundingRate is paid at fundingTime; nextFundingTime is the payment after it) or of opt-summary
    /// (markVol per year, fwdPx the forward of its expiry); okx.com/docs-v5, public data channels.
    /// </summary>
    private void ReadMark(ref Utf8JsonReader reader)
    {
        MarkTick mark = new() { Symbol = instrument };
        int seen = 0;
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("markPx"u8))
            {
                Token.Once(ref seen, 1);
                mark = mark with { Price = Token.Number(ref reader) };
            }
            else if (reader.ValueTextEquals("fundingRate"u8))
            {
                Token.Once(ref seen, 2);
                mark = mark with { FundingRate = Token.OptionalNumber(ref reader) };
            }
            else if (reader.ValueTextEquals("fundingTime"u8))
            {
                Token.Once(ref seen, 4);
                mark = mark with { NextFunding = Token.OptionalMilliseconds(ref reader) };
            }
            else if (reader.ValueTextEquals("markVol"u8))
            {
                Token.Once(ref seen, 8);
                mark = mark with { Volatility = Token.OptionalNumber(ref reader) };
            }
            else if (reader.ValueTextEquals("fwdPx"u8))
            {
                Token.Once(ref seen, 16);
                mark = mark with { Forward = Token.OptionalNumber(ref reader) };
            }
            else if (reader.ValueTextEquals("instId"u8))
            {
                mark = mark with { Symbol = ReadName(ref reader) };
            }
            else if (reader.ValueTextEquals("ts"u8))
            {
                mark = mark with { VenueTime = Token.Milliseconds(ref reader) };
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if (seen == 0)
            throw new JsonException("a row states no mark, funding or volatility");
        Marks.Add(mark);
    }

    private static Side TakerSide(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("buy"u8))
            return Side.Buy;
        return reader.ValueTextEquals("sell"u8) ? Side.Sell : throw new JsonException("a trade is neither buy nor sell");
    }

    private string ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Names.Read(ref reader);
    }
}
