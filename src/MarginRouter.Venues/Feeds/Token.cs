using System.Buffers.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Feeds;

/// <summary>
/// Steps of a <see cref="Utf8JsonReader"/> that feed decoders are made of. Each moves to the next token unless it says otherwise, and throws
/// <see cref="JsonException"/> when something else stands there. Venues write numbers both bare and as strings; both are taken.
/// </summary>
internal static class Token
{
    /// <summary>Steps into an object.</summary>
    public static void StartObject(ref Utf8JsonReader reader) => Expect(ref reader, JsonTokenType.StartObject);

    /// <summary>Steps into an array.</summary>
    public static void StartArray(ref Utf8JsonReader reader) => Expect(ref reader, JsonTokenType.StartArray);

    /// <summary>Steps to the next member of an object; false at its end.</summary>
    public static bool NextMember(ref Utf8JsonReader reader) =>
        reader.Read() ? reader.TokenType == JsonTokenType.PropertyName : throw new JsonException("an object does not end");

    /// <summary>Steps to the next element of an array, which must be of a type; false at its end.</summary>
    public static bool NextElement(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read())
            throw new JsonException("an array does not end");
        if (reader.TokenType == type)
            return true;
        return reader.TokenType == JsonTokenType.EndArray ? false : throw new JsonException($"an array has {reader.TokenType} where {type} belongs");
    }

    /// <summary>Notes a member by a bit; throws when it was there before, because then one of the two would be lost.</summary>
    public static void Once(ref int seen, int bit)
    {
        if ((seen & bit) != 0)
            throw new JsonException("a member stands twice in one object");
        seen |= bit;
    }

    /// <summary>Reads a decimal number.</summary>
    public static DecimalText Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        return NumberHere(ref reader);
    }

    /// <summary>Reads a decimal number, or null where the venue writes null or an empty text.</summary>
    public static decimal? OptionalNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueSpan.IsEmpty))
            return null;

        // Forwards come with more digits than a price on a grid can have.
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Number
            && Utf8Parser.TryParse(reader.ValueSpan, out decimal number, out int length)
            && length == reader.ValueSpan.Length
                ? number
                : throw new JsonException("a number is missing or out of range");
    }

    /// <summary>Reads a time in milliseconds, or null where the venue writes null, an empty text or zero.</summary>
    public static Instant? OptionalMilliseconds(ref Utf8JsonReader reader)
    {
        const decimal largest = 4_000_000_000_000m;
        decimal? time = OptionalNumber(ref reader);
        if (time is < 0m or > largest)
            throw new JsonException("a time is out of range");
        return time is > 0m ? Instant.FromMilliseconds((long)time.Value) : null;
    }

    /// <summary>The decimal number on which the reader stands.</summary>
    public static DecimalText NumberHere(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number) || !DecimalText.TryParse(reader.ValueSpan, out DecimalText number))
            throw new JsonException("a number is missing or does not fit into 63 bits");
        return number;
    }

    /// <summary>Reads a whole number of 64 bits.</summary>
    public static long Integer(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number)
            || !Utf8Parser.TryParse(reader.ValueSpan, out long number, out int length)
            || length != reader.ValueSpan.Length)
            throw new JsonException("a whole number is missing or does not fit into 64 bits");
        return number;
    }

    /// <summary>Reads a time in milliseconds since the epoch.</summary>
    public static Instant Milliseconds(ref Utf8JsonReader reader) => Instant.FromMilliseconds(Integer(ref reader));

    /// <summary>Reads an RFC 3339 time in UTC.</summary>
    public static Instant Timestamp(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        return TimestampText.TryParse(reader.ValueSpan, out Instant instant) ? instant : throw new JsonException("a time stamp is not RFC 3339 in UTC");
    }

    /// <summary>Reads a truth value.</summary>
    public static bool Truth(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.True
            || (reader.TokenType == JsonTokenType.False ? false : throw new JsonException("a truth value is missing"));
    }

    /// <summary>Moves to the value of a member, which must be a string.</summary>
    public static void Text(ref Utf8JsonReader reader) => Expect(ref reader, JsonTokenType.String);

    /// <summary>Steps over the value of a member.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>Reads an array of levels, each an array that begins with price and size; what follows in it is not needed.</summary>
    public static void Levels(ref Utf8JsonReader reader, BookSide side, BookMessage message)
    {
        StartArray(ref reader);
        while (NextElement(ref reader, JsonTokenType.StartArray))
        {
            DecimalText price = Number(ref reader);
            DecimalText quantity = Number(ref reader);
            message.Add(new LevelChange(side, price, quantity));
            EndElement(ref reader);
        }
    }

    /// <summary>Steps over the rest of an array of plain values.</summary>
    public static void EndElement(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                throw new JsonException("a level holds more than plain values");
        }
    }

    /// <summary>Throws unless the frame ends here.</summary>
    public static void End(ref Utf8JsonReader reader)
    {
        if (reader.Read())
            throw new JsonException("a frame holds more than one value");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
            throw new JsonException($"{reader.TokenType} stands where {type} belongs");
    }
}
