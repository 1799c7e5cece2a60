using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>A mark price event of futures: s, p, i (the index; not of every kind of contract), E.</summary>
internal readonly record struct MarkPriceUpdate(decimal Price, decimal? IndexPrice, Instant EventTime)
{
    /// <summary>Decodes the object that the reader stands on and notes its symbol.</summary>
    public static MarkPriceUpdate Decode(ref Utf8JsonReader reader, SymbolText symbol)
    {
        try
        {
            return Read(ref reader, symbol);
        }
        catch (Exception fault) when (BrokenFrame.Is(fault))
        {
            throw BrokenFrame.Named(fault);
        }
    }

    private static MarkPriceUpdate Read(ref Utf8JsonReader reader, SymbolText symbol)
    {
        decimal? price = null;
        decimal? index = null;
        long eventTime = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            byte name = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
            reader.Read();
            switch (name)
            {
                case (byte)'s':
                    symbol.Read(ref reader);
                    break;
                case (byte)'p' when DecimalText.TryParse(reader.ValueSpan, out DecimalText text):
                    price = text.ToDecimal();
                    break;
                case (byte)'i' when DecimalText.TryParse(reader.ValueSpan, out DecimalText text):
                    index = text.ToDecimal();
                    break;
                case (byte)'E':
                    eventTime = reader.GetInt64();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return price is > 0
            ? new MarkPriceUpdate(price.Value, index, Instant.FromMilliseconds(eventTime))
            : throw new JsonException("a mark price event has no positive price");
    }
}
