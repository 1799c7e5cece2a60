using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>Decodes depth events (e, E, T, s, U, u, pu, b, a) and REST depth snapshots (lastUpdateId, E, T, symbol, bids, asks).</summary>
internal static class DepthDecoder
{
    /// <summary>
    /// Decodes the object that the reader stands on. Throws <see cref="JsonException"/> when it lacks its update ids or holds something that
    /// is no number where one belongs.
    /// </summary>
    public static void Decode(ref Utf8JsonReader reader, DepthUpdate update)
    {
        try
        {
            Read(ref reader, update);
        }
        catch (Exception fault) when (BrokenFrame.Is(fault))
        {
            throw BrokenFrame.Named(fault);
        }
    }

    private static void Read(ref Utf8JsonReader reader, DepthUpdate update)
    {
        update.Clear();
        bool hasLast = false;
        long eventTime = 0;
        long transactionTime = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            DepthField field = FieldOf(ref reader);
            reader.Read();
            switch (field)
            {
                case DepthField.Symbol:
                    update.Symbol.Read(ref reader);
                    break;
                case DepthField.EventTime:
                    eventTime = reader.GetInt64();
                    break;
                case DepthField.TransactionTime:
                    transactionTime = reader.GetInt64();
                    break;
                case DepthField.First:
                    update.FirstUpdateId = reader.GetInt64();
                    break;
                case DepthField.Last:
                    update.LastUpdateId = reader.GetInt64();
                    hasLast = true;
                    break;
                case DepthField.Previous:
                    update.PreviousUpdateId = reader.GetInt64();
                    break;
                case DepthField.Bids:
                    ReadLevels(ref reader, BookSide.Bid, update);
                    break;
                case DepthField.Asks:
                    ReadLevels(ref reader, BookSide.Ask, update);
                    break;
                case DepthField.Other:
                    reader.Skip();
                    break;
            }
        }

        if (!hasLast)
            throw new JsonException("a depth message has no last update id");
        update.VenueTime = Instant.FromMilliseconds(transactionTime != 0 ? transactionTime : eventTime);
    }

    private static DepthField FieldOf(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> name = reader.ValueSpan;
        if (name.Length == 1)
        {
            return name[0] switch
            {
                (byte)'s' => DepthField.Symbol,
                (byte)'E' => DepthField.EventTime,
                (byte)'T' => DepthField.TransactionTime,
                (byte)'U' => DepthField.First,
                (byte)'u' => DepthField.Last,
                (byte)'b' => DepthField.Bids,
                (byte)'a' => DepthField.Asks,
                _ => DepthField.Other,
            };
        }

        if (name.SequenceEqual("pu"u8))
            return DepthField.Previous;
        if (name.SequenceEqual("lastUpdateId"u8))
            return DepthField.Last;
        if (name.SequenceEqual("bids"u8))
            return DepthField.Bids;
        if (name.SequenceEqual("asks"u8))
            return DepthField.Asks;
        return name.SequenceEqual("symbol"u8) ? DepthField.Symbol : DepthField.Other;
    }

    private static void ReadLevels(ref Utf8JsonReader reader, BookSide side, DepthUpdate update)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("the levels of a depth message are no array");
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            DecimalText price = DecimalFrom(ref reader);
            reader.Read();
            DecimalText quantity = DecimalFrom(ref reader);
            update.Add(side, price, quantity);

            // Old spot messages carry a third, empty element.
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                reader.Skip();
        }
    }

    private static DecimalText DecimalFrom(ref Utf8JsonReader reader)
    {
        if (!DecimalText.TryParse(reader.ValueSpan, out DecimalText value))
            throw new JsonException("a price or size of a depth message is no number that fits 63 bits");
        return value;
    }

    private enum DepthField
    {
        Other = 1,
        Symbol = 2,
        EventTime = 3,
        TransactionTime = 4,
        First = 5,
        Last = 6,
        Previous = 7,
        Bids = 8,
        Asks = 9,
    }
}
