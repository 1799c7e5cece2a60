using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Binance;

/// <summary>Number formats and the symbol entry of USD-M reference messages.</summary>
internal static class BinanceFuturesReference
{
    /// <summary>An average of fills does not lie on the tick grid; the venue shows it with more decimals than a price.</summary>
    public const int AveragePriceDecimals = 11;

    /// <summary>Delivery date of a perpetual, 2100-12-25, as the venue states it.</summary>
    private const long NeverDelivered = 4_133_404_800_000;

    private const string LargestPrice = "4529764";
    private const string LargestQuantity = "10000";

    // The venue writes BTCUSDT prices with two decimals although its tick is 0.10.
    public static int PriceDecimals(Instrument instrument) => Math.Max(2, BinanceJson.DecimalsOf(instrument.TickSize));

    public static string Price(Instrument instrument, decimal price) => BinanceJson.Fixed(price, PriceDecimals(instrument));

    public static string Quantity(Instrument instrument, decimal quantity) =>
        BinanceJson.Fixed(quantity, BinanceJson.DecimalsOf(instrument.LotSize));

    public static void WriteSymbol(Utf8JsonWriter writer, SimulatedMarket market)
    {
        Instrument instrument = market.Instrument;
        writer.WriteString("symbol", instrument.Symbol);
        writer.WriteString("pair", instrument.Base.Code + instrument.Quote.Code);
        writer.WriteString("contractType", "PERPETUAL");
        writer.WriteNumber("deliveryDate", NeverDelivered);
        writer.WriteNumber("onboardDate", 0);
        if (instrument.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture)
        {
            writer.WriteString("contractStatus", market.Closed ?? "TRADING");
            writer.WriteNumber("contractSize", instrument.Multiplier);
        }
        else
        {
            writer.WriteString("status", market.Closed ?? "TRADING");
        }

        writer.WriteString("baseAsset", instrument.Base.Code);
        writer.WriteString("quoteAsset", instrument.Quote.Code);
        writer.WriteString("marginAsset", instrument.Settlement.Code);
        writer.WriteNumber("pricePrecision", PriceDecimals(instrument));
        writer.WriteNumber("quantityPrecision", BinanceJson.DecimalsOf(instrument.LotSize));
        writer.WriteNumber("baseAssetPrecision", 8);
        writer.WriteNumber("quotePrecision", 8);
        writer.WriteString("underlyingType", "COIN");
        writer.WriteStartArray("underlyingSubType");
        writer.WriteEndArray();
        writer.WriteString("triggerProtect", "0.0500");
        WriteFilters(writer, instrument);
        writer.WriteStartArray("orderTypes");
        writer.WriteStringValue("LIMIT");
        writer.WriteEndArray();
        writer.WriteStartArray("timeInForce");
        writer.WriteStringValue("IOC");
        writer.WriteEndArray();
    }

    private static void WriteFilters(Utf8JsonWriter writer, Instrument instrument)
    {
        string quantityStep = Quantity(instrument, instrument.LotSize);
        string least = Quantity(instrument, instrument.Quantity(instrument.MinimumQuantity));
        writer.WriteStartArray("filters");
        writer.WriteStartObject();
        writer.WriteString("filterType", "PRICE_FILTER");
        writer.WriteString("minPrice", Price(instrument, instrument.TickSize));
        writer.WriteString("maxPrice", LargestPrice);
        writer.WriteString("tickSize", Price(instrument, instrument.TickSize));
        writer.WriteEndObject();
        foreach (string type in (string[])["LOT_SIZE", "MARKET_LOT_SIZE"])
        {
            writer.WriteStartObject();
            writer.WriteString("filterType", type);
            writer.WriteString("minQty", least);
            writer.WriteString("maxQty", LargestQuantity);
            writer.WriteString("stepSize", quantityStep);
            writer.WriteEndObject();
        }

        writer.WriteStartObject();
        writer.WriteString("filterType", "MAX_NUM_ORDERS");
        writer.WriteNumber("limit", 200);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("filterType", "MIN_NOTIONAL");
        writer.WriteString("notional", BinanceJson.Fixed(instrument.MinimumNotional, BinanceJson.DecimalsOf(instrument.MinimumNotional)));
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
