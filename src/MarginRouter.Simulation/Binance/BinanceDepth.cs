using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Binance;

/// <summary>The level lists of depth messages: pairs of price and size as texts.</summary>
/// <param name="priceDecimals">Decimals of a price.</param>
/// <param name="quantityDecimals">Decimals of a size.</param>
internal readonly struct BinanceDepth(int priceDecimals, int quantityDecimals)
{
    public void Changes(Utf8JsonWriter writer, string name, MarketTick tick, BookSide side)
    {
        writer.WriteStartArray(name);
        foreach (LevelChange change in tick.Changes)
        {
            if (change.Side == side)
                Level(writer, tick.Market.Instrument, change.Price, change.Quantity);
        }

        writer.WriteEndArray();
    }

    public void Levels(Utf8JsonWriter writer, string name, Instrument instrument, ImmutableArray<BookLevel> levels)
    {
        writer.WriteStartArray(name);
        foreach (BookLevel level in levels)
            Level(writer, instrument, level.Price, level.Quantity);
        writer.WriteEndArray();
    }

    private void Level(Utf8JsonWriter writer, Instrument instrument, PriceTicks price, QuantityLots quantity)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(BinanceJson.Fixed(instrument.Price(price), priceDecimals));
        writer.WriteStringValue(BinanceJson.Fixed(instrument.Quantity(quantity), quantityDecimals));
        writer.WriteEndArray();
    }
}
