using System.Text.Json;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>Best prices and sizes at an update id of the book; the ids are those of the depth stream.</summary>
internal readonly record struct BookTicker(
    long UpdateId, DecimalText BidPrice, DecimalText BidQuantity, DecimalText AskPrice, DecimalText AskQuantity)
{
    /// <summary>Decodes the object that the reader stands on and notes its symbol.</summary>
    public static BookTicker Decode(ref Utf8JsonReader reader, SymbolText symbol)
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

    private static BookTicker Read(ref Utf8JsonReader reader, SymbolText symbol)
    {
        BookTicker ticker = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            byte name = reader.ValueSpan.Length == 1 ? reader.ValueSpan[0] : (byte)0;
            reader.Read();
            switch (name)
            {
                case (byte)'s':
                    symbol.Read(ref reader);
                    break;
                case (byte)'u':
                    ticker = ticker with { UpdateId = reader.GetInt64() };
                    break;
                case (byte)'b':
                    ticker = ticker with { BidPrice = DecimalFrom(ref reader) };
                    break;
                case (byte)'B':
                    ticker = ticker with { BidQuantity = DecimalFrom(ref reader) };
                    break;
                case (byte)'a':
                    ticker = ticker with { AskPrice = DecimalFrom(ref reader) };
                    break;
                case (byte)'A':
                    ticker = ticker with { AskQuantity = DecimalFrom(ref reader) };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return ticker;
    }

    private static DecimalText DecimalFrom(ref Utf8JsonReader reader) =>
        DecimalText.TryParse(reader.ValueSpan, out DecimalText value)
            ? value
            : throw new JsonException("a price or size of a book ticker is no number that fits 63 bits");
}
