using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>A mark price event of futures: s, p, i (the index; not of every kind of contract), E; of perpetuals r and T (next funding).</summary>
internal readonly record struct MarkPriceUpdate(decimal Price, decimal? IndexPrice, Instant EventTime)
{
    /// <summary>Rate of the next funding payment; null where there is none.</summary>
    public decimal? FundingRate { get; init; }

    /// <summary>Time of the next funding payment; null where there is none (the venue writes zero).</summary>
    public Instant? NextFunding { get; init; }

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
        decimal? funding = null;
        long fundingTime = 0;
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
                case (byte)'r' when DecimalText.TryParse(reader.ValueSpan, out DecimalText text):
                    funding = text.ToDecimal();
                    break;
                case (byte)'T':
                    fundingTime = reader.GetInt64();
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
            {
                FundingRate = fundingTime > 0 ? funding : null,
                NextFunding = fundingTime > 0 ? Instant.FromMilliseconds(fundingTime) : null,
            }
            : throw new JsonException("a mark price event has no positive price");
    }
}
