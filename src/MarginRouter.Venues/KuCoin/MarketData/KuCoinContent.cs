using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.KuCoin.MarketData;

/// <summary>
/// The content of a frame. KuCoin writes it before the topic that says what it is, so it is read in one pass whatever it turns out to be.
/// </summary>
internal sealed class KuCoinContent(InternedNames names)
{
    private const int Bids = 1;
    private const int Asks = 2;
    private const int Changes = 4;
    private int sides;
    private Side? taker;
    private DecimalText? price;
    private DecimalText? size;

    /// <summary>Levels, symbol, sequences and time, as far as the content has them.</summary>
    public BookMessage Book { get; } = new();

    /// <summary>The mark price, if there is one.</summary>
    public DecimalText? Mark { get; private set; }

    /// <summary>True when both sides of a book stand in the content.</summary>
    public bool HasBook => sides == (Bids | Asks);

    /// <summary>True when the changes of a book stand in the content.</summary>
    public bool HasChanges => (sides & Changes) != 0;

    /// <summary>Empties everything.</summary>
    public void Clear()
    {
        Book.Reset();
        Mark = null;
        sides = 0;
        taker = null;
        price = null;
        size = null;
    }

    /// <summary>The content as a trade; throws when it is none.</summary>
    public TradeTick Trade(string symbol)
    {
        if (taker is null || price is null || size is null)
            throw new JsonException("a trade lacks its side, price or size");
        return new TradeTick(symbol, taker.Value, price.Value, size.Value, Book.VenueTime);
    }

    /// <summary>Reads the value of the member on which the reader stands.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (Token.NextMember(ref reader))
        {
            if (!TakeBook(ref reader) && !TakeSequence(ref reader) && !TakeTrade(ref reader))
                Token.Skip(ref reader);
        }
    }

    private bool TakeBook(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("changes"u8))
            ReadChanges(ref reader);
        else if (reader.ValueTextEquals("change"u8))
            ReadChange(ref reader);
        else if (reader.ValueTextEquals("asks"u8) || reader.ValueTextEquals("a"u8))
            ReadSide(ref reader, BookSide.Ask, Asks);
        else if (reader.ValueTextEquals("bids"u8) || reader.ValueTextEquals("b"u8))
            ReadSide(ref reader, BookSide.Bid, Bids);
        else if (reader.ValueTextEquals("symbol"u8) || reader.ValueTextEquals("s"u8))
            Book.Symbol = ReadName(ref reader);
        else
            return false;
        return true;
    }

    private bool TakeSequence(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("sequenceStart"u8) || reader.ValueTextEquals("O"u8))
            Book.FirstSequence = Token.Integer(ref reader);
        else if (reader.ValueTextEquals("sequenceEnd"u8) || reader.ValueTextEquals("C"u8) || reader.ValueTextEquals("sequence"u8))
            Book.Sequence = Token.Integer(ref reader);
        else if (reader.ValueTextEquals("time"u8) || reader.ValueTextEquals("timestamp"u8) || reader.ValueTextEquals("ts"u8) || reader.ValueTextEquals("M"u8))
            Book.VenueTime = ReadTime(ref reader);
        else
            return false;
        return true;
    }

    private bool TakeTrade(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("side"u8))
            taker = ReadTaker(ref reader);
        else if (reader.ValueTextEquals("price"u8))
            price = ReadNumber(ref reader);
        else if (reader.ValueTextEquals("size"u8))
            size = ReadNumber(ref reader);
        else if (reader.ValueTextEquals("markPrice"u8) || reader.ValueTextEquals("value"u8))
            Mark = ReadNumber(ref reader);
        else
            return false;
        return true;
    }

    /// <summary>Spot changes: an object with asks and bids, each change with its own sequence.</summary>
    private void ReadChanges(ref Utf8JsonReader reader)
    {
        Token.Once(ref sides, Changes);
        int seen = 0;
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("asks"u8))
            {
                Token.Once(ref seen, Asks);
                ReadNumbered(ref reader, BookSide.Ask);
            }
            else if (reader.ValueTextEquals("bids"u8))
            {
                Token.Once(ref seen, Bids);
                ReadNumbered(ref reader, BookSide.Bid);
            }
            else
            {
                Token.Skip(ref reader);
            }
        }
    }

    private void ReadNumbered(ref Utf8JsonReader reader, BookSide side)
    {
        Token.StartArray(ref reader);
        while (Token.NextElement(ref reader, JsonTokenType.StartArray))
        {
            DecimalText level = Token.Number(ref reader);
            DecimalText quantity = Token.Number(ref reader);
            long sequence = Token.Integer(ref reader);
            if (sequence <= 0)
                throw new JsonException("a change has no sequence");
            Book.Add(new LevelChange(side, level, quantity, sequence));
            Token.EndElement(ref reader);
        }
    }

    /// <summary>A change of a futures book: price, buy or sell, size, with commas between.</summary>
    private void ReadChange(ref Utf8JsonReader reader)
    {
        Token.Once(ref sides, Changes);
        Token.Text(ref reader);
        ReadOnlySpan<byte> text = reader.ValueSpan;
        int first = text.IndexOf((byte)',');
        int last = text.LastIndexOf((byte)',');
        if (first < 0 || last <= first
            || !DecimalText.TryParse(text[..first], out DecimalText level)
            || !DecimalText.TryParse(text[(last + 1)..], out DecimalText quantity))
            throw new JsonException("a change is not price, side and size");
        ReadOnlySpan<byte> side = text[(first + 1)..last];
        if (side.SequenceEqual("buy"u8))
            Book.Add(new LevelChange(BookSide.Bid, level, quantity));
        else if (side.SequenceEqual("sell"u8))
            Book.Add(new LevelChange(BookSide.Ask, level, quantity));
        else
            throw new JsonException("a change is neither buy nor sell");
    }

    private void ReadSide(ref Utf8JsonReader reader, BookSide side, int bit)
    {
        // Other topics have members of these names that are one level or something else: nothing that a book is built from.
        Utf8JsonReader ahead = reader;
        ahead.Read();
        if (ahead.TokenType != JsonTokenType.StartArray || !ahead.Read() || ahead.TokenType is not (JsonTokenType.StartArray or JsonTokenType.EndArray))
        {
            Token.Skip(ref reader);
            return;
        }

        Token.Once(ref sides, bit);
        Token.Levels(ref reader, side, Book);
    }

    /// <summary>Other topics have sides of their own, such as lend; whether one belongs here is decided once the topic is known.</summary>
    private static Side? ReadTaker(ref Utf8JsonReader reader)
    {
        Token.Skip(ref reader);
        if (reader.TokenType != JsonTokenType.String)
            return null;
        if (reader.ValueTextEquals("buy"u8))
            return Side.Buy;
        return reader.ValueTextEquals("sell"u8) ? Side.Sell : null;
    }

    private static DecimalText? ReadNumber(ref Utf8JsonReader reader)
    {
        Token.Skip(ref reader);
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Number && DecimalText.TryParse(reader.ValueSpan, out DecimalText number)
            ? number
            : null;
    }

    /// <summary>Milliseconds, microseconds or nanoseconds, by topic; they differ by magnitude for any date from 1980 to 2250.</summary>
    private static Instant ReadTime(ref Utf8JsonReader reader)
    {
        long time = Token.Integer(ref reader);
        return time switch
        {
            < 9_000_000_000_000 => Instant.FromMilliseconds(time),
            < 9_000_000_000_000_000 => Instant.FromMicroseconds(time),
            _ => new Instant(time),
        };
    }

    private string ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return names.Read(ref reader);
    }
}
