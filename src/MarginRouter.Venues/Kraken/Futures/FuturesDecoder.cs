using System.Text.Json;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Kraken.Futures;

/// <summary>
/// Decodes frames of Kraken's futures WebSocket v1 (docs.kraken.com, futures-websocket): <c>book_snapshot</c>, then <c>book</c> with one absolute
/// change each and a sequence that rises by one per product; <c>ticker</c> with mark and funding. Members stand in any order, so that a frame is
/// named first and read then.
/// </summary>
internal sealed class FuturesDecoder : FeedDecoder
{
    private const int BidsSeen = 4;
    private const int AsksSeen = 8;
    private const int BothSides = BidsSeen | AsksSeen;
    private const int SideSeen = 16;
    private const int PriceSeen = 32;
    private const int QuantitySeen = 64;
    private const int WholeChange = SideSeen | PriceSeen | QuantitySeen;

    /// <inheritdoc />
    protected override FrameKind Read(ReadOnlySpan<byte> frame)
    {
        FrameKind kind = Name(frame, out bool isSnapshot);
        if (kind == FrameKind.Book)
            ReadBook(frame, isSnapshot);
        else if (kind == FrameKind.Marks)
            ReadTicker(frame);
        return kind;
    }

    private static FrameKind Name(ReadOnlySpan<byte> frame, out bool isSnapshot)
    {
        Utf8JsonReader reader = new(frame);
        FrameKind? feed = null;
        FrameKind? answer = null;
        bool repeated = false;
        isSnapshot = false;
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("feed"u8))
            {
                feed = Feed(ref reader, out isSnapshot);
            }
            else if (reader.ValueTextEquals("event"u8))
            {
                answer = Event(ref reader);
            }
            else if (reader.ValueTextEquals("message"u8))
            {
                reader.Read();
                repeated = reader.TokenType == JsonTokenType.String && reader.ValueSpan.StartsWith("Already subscribed"u8);
                reader.Skip();
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        Token.End(ref reader);

        // A heartbeat that is subscribed again serves as the ping, and the venue may remark on it.
        return answer == FrameKind.Status && repeated ? FrameKind.Answer : answer ?? feed ?? FrameKind.Unknown;
    }

    private static FrameKind Feed(ref Utf8JsonReader reader, out bool isSnapshot)
    {
        Token.Text(ref reader);
        isSnapshot = reader.ValueTextEquals("book_snapshot"u8);
        if (isSnapshot || reader.ValueTextEquals("book"u8))
            return FrameKind.Book;
        if (reader.ValueTextEquals("ticker"u8))
            return FrameKind.Marks;
        if (reader.ValueTextEquals("heartbeat"u8))
            return FrameKind.Heartbeat;
        return reader.ValueTextEquals("trade"u8) || reader.ValueTextEquals("trade_snapshot"u8) || reader.ValueTextEquals("ticker_lite"u8)
            ? FrameKind.Other
            : FrameKind.Unknown;
    }

    private static FrameKind Event(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("subscribed"u8) || reader.ValueTextEquals("unsubscribed"u8) || reader.ValueTextEquals("info"u8)
            || reader.ValueTextEquals("challenge"u8))
            return FrameKind.Answer;
        if (reader.ValueTextEquals("alert"u8))
            return FrameKind.Status;
        return reader.ValueTextEquals("error"u8) || reader.ValueTextEquals("subscribed_failed"u8) || reader.ValueTextEquals("unsubscribed_failed"u8)
            ? FrameKind.Refusal
            : FrameKind.Unknown;
    }

    private void ReadBook(ReadOnlySpan<byte> frame, bool isSnapshot)
    {
        const int product = 1, sequence = 2;
        BookMessage book = Books.Add();
        book.IsSnapshot = isSnapshot;
        LevelChange change = default;
        int seen = 0;
        Utf8JsonReader reader = new(frame);
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("product_id"u8))
            {
                Token.Once(ref seen, product);
                book.Symbol = ReadName(ref reader);
            }
            else if (reader.ValueTextEquals("seq"u8))
            {
                Token.Once(ref seen, sequence);
                book.Sequence = Token.Integer(ref reader);
            }
            else if (reader.ValueTextEquals("timestamp"u8))
            {
                book.VenueTime = Token.Milliseconds(ref reader);
            }
            else if (isSnapshot)
            {
                ReadSide(ref reader, book, ref seen);
            }
            else
            {
                ReadChange(ref reader, ref change, ref seen);
            }
        }

        if (seen != (product | sequence | (isSnapshot ? BothSides : WholeChange)))
            throw new JsonException("a book message lacks its product_id, its seq or its levels");
        if (!isSnapshot)
            book.Add(change);
    }

    private static void ReadSide(ref Utf8JsonReader reader, BookMessage book, ref int seen)
    {
        if (reader.ValueTextEquals("bids"u8))
        {
            Token.Once(ref seen, BidsSeen);
            ReadLevels(ref reader, BookSide.Bid, book);
        }
        else if (reader.ValueTextEquals("asks"u8))
        {
            Token.Once(ref seen, AsksSeen);
            ReadLevels(ref reader, BookSide.Ask, book);
        }
        else
        {
            Token.Skip(ref reader);
        }
    }

    private static void ReadChange(ref Utf8JsonReader reader, ref LevelChange change, ref int seen)
    {
        if (reader.ValueTextEquals("side"u8))
        {
            Token.Once(ref seen, SideSeen);
            change = change with { Side = Side(ref reader) };
        }
        else if (reader.ValueTextEquals("price"u8))
        {
            Token.Once(ref seen, PriceSeen);
            change = change with { Price = Token.Number(ref reader) };
        }
        else if (reader.ValueTextEquals("qty"u8))
        {
            Token.Once(ref seen, QuantitySeen);
            change = change with { Quantity = Token.Number(ref reader) };
        }
        else
        {
            Token.Skip(ref reader);
        }
    }

    private static void ReadLevels(ref Utf8JsonReader reader, BookSide side, BookMessage book)
    {
        Token.StartArray(ref reader);
        while (Token.NextElement(ref reader, JsonTokenType.StartObject))
        {
            DecimalText price = default;
            DecimalText quantity = default;
            int seen = 0;
            while (Token.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("price"u8))
                {
                    Token.Once(ref seen, 1);
                    price = Token.Number(ref reader);
                }
                else if (reader.ValueTextEquals("qty"u8))
                {
                    Token.Once(ref seen, 2);
                    quantity = Token.Number(ref reader);
                }
                else
                {
                    Token.Skip(ref reader);
                }
            }

            if (seen != 3)
                throw new JsonException("a level has no price or no qty");
            book.Add(new LevelChange(side, price, quantity));
        }
    }

    /// <summary>
    /// The mark and, of perpetuals, the funding rate relative to the price, a fraction per hour (<c>funding_rate</c> beside it is an amount per
    /// contract), and when it is paid.
    /// </summary>
    private void ReadTicker(ReadOnlySpan<byte> frame)
    {
        MarkTick mark = default;
        int seen = 0;
        Utf8JsonReader reader = new(frame);
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("product_id"u8))
            {
                Token.Once(ref seen, 1);
                mark = mark with { Symbol = ReadName(ref reader) };
            }
            else if (reader.ValueTextEquals("markPrice"u8))
            {
                mark = mark with { Price = OptionalPrice(ref reader) };
            }
            else if (reader.ValueTextEquals("relative_funding_rate"u8))
            {
                mark = mark with { FundingRate = Token.OptionalNumber(ref reader) };
            }
            else if (reader.ValueTextEquals("next_funding_rate_time"u8))
            {
                mark = mark with { NextFunding = Token.OptionalMilliseconds(ref reader) };
            }
            else if (reader.ValueTextEquals("time"u8))
            {
                mark = mark with { VenueTime = Token.Milliseconds(ref reader) };
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        if (seen == 0)
            throw new JsonException("a ticker has no product_id");
        Marks.Add(mark);
    }

    private static DecimalText OptionalPrice(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Null ? default : Token.NumberHere(ref reader);
    }

    private static BookSide Side(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("buy"u8))
            return BookSide.Bid;
        return reader.ValueTextEquals("sell"u8) ? BookSide.Ask : throw new JsonException("a book update is neither buy nor sell");
    }

    private string ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Names.Read(ref reader);
    }
}
