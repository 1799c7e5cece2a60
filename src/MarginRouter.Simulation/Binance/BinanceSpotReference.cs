using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Binance;

/// <summary>The fixed parts of spot reference and account messages.</summary>
internal static class BinanceSpotReference
{
    private const decimal LargestPrice = 1_000_000m;
    private const decimal LargestQuantity = 9_000m;

    public static void WriteSymbol(Utf8JsonWriter writer, SimulatedMarket market)
    {
        Instrument instrument = market.Instrument;
        writer.WriteString("symbol", instrument.Symbol);
        writer.WriteString("status", market.Closed ?? "TRADING");
        writer.WriteString("baseAsset", instrument.Base.Code);
        writer.WriteNumber("baseAssetPrecision", BinanceJson.SpotDecimals);
        writer.WriteString("quoteAsset", instrument.Quote.Code);
        writer.WriteNumber("quotePrecision", BinanceJson.SpotDecimals);
        writer.WriteNumber("quoteAssetPrecision", BinanceJson.SpotDecimals);
        writer.WriteNumber("baseCommissionPrecision", BinanceJson.SpotDecimals);
        writer.WriteNumber("quoteCommissionPrecision", BinanceJson.SpotDecimals);
        Texts(writer, "orderTypes", "LIMIT");
        writer.WriteBoolean("icebergAllowed", false);
        writer.WriteBoolean("ocoAllowed", false);
        writer.WriteBoolean("otoAllowed", false);
        writer.WriteBoolean("quoteOrderQtyMarketAllowed", false);
        writer.WriteBoolean("allowTrailingStop", false);
        writer.WriteBoolean("cancelReplaceAllowed", false);
        writer.WriteBoolean("isSpotTradingAllowed", true);
        writer.WriteBoolean("isMarginTradingAllowed", false);
        WriteFilters(writer, instrument);
        Texts(writer, "permissions");
        writer.WriteString("defaultSelfTradePreventionMode", "NONE");
        Texts(writer, "allowedSelfTradePreventionModes", "NONE");
    }

    public static void WriteAccountHead(Utf8JsonWriter writer, AccountStatement statement, FeeSchedule fees)
    {
        writer.WriteNumber("makerCommission", BasisPoints(fees.MakerRate));
        writer.WriteNumber("takerCommission", BasisPoints(fees.TakerRate));
        writer.WriteNumber("buyerCommission", 0);
        writer.WriteNumber("sellerCommission", 0);
        writer.WriteStartObject("commissionRates");
        writer.Amount("maker", fees.MakerRate);
        writer.Amount("taker", fees.TakerRate);
        writer.Amount("buyer", 0);
        writer.Amount("seller", 0);
        writer.WriteEndObject();
        writer.WriteBoolean("canTrade", true);
        writer.WriteBoolean("canWithdraw", true);
        writer.WriteBoolean("canDeposit", true);
        writer.WriteBoolean("brokered", false);
        writer.WriteBoolean("requireSelfTradePrevention", false);
        writer.WriteBoolean("preventSor", false);
        writer.WriteNumber("updateTime", statement.ChangedAt.ToMilliseconds());
        writer.WriteString("accountType", "SPOT");
    }

    /// <summary>The whole commission is the standard one; buyers, sellers and the tax office get nothing more.</summary>
    public static void WriteCommission(Utf8JsonWriter writer, Instrument instrument)
    {
        writer.WriteString("symbol", instrument.Symbol);
        foreach (string part in (string[])["standardCommission", "specialCommission", "taxCommission"])
        {
            bool isWhole = part == "standardCommission";
            writer.WriteStartObject(part);
            writer.Amount("maker", isWhole ? instrument.Fees.MakerRate : 0m);
            writer.Amount("taker", isWhole ? instrument.Fees.TakerRate : 0m);
            writer.Amount("buyer", 0m);
            writer.Amount("seller", 0m);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("discount");
        writer.WriteBoolean("enabledForAccount", false);
        writer.WriteBoolean("enabledForSymbol", false);
        writer.WriteString("discountAsset", "BNB");
        writer.Amount("discount", 0m);
        writer.WriteEndObject();
    }

    private static int BasisPoints(decimal rate) => (int)decimal.Round(rate * 10_000, MidpointRounding.ToEven);

    private static void WriteFilters(Utf8JsonWriter writer, Instrument instrument)
    {
        writer.WriteStartArray("filters");
        writer.WriteStartObject();
        writer.WriteString("filterType", "PRICE_FILTER");
        writer.Amount("minPrice", instrument.TickSize);
        writer.Amount("maxPrice", LargestPrice);
        writer.Amount("tickSize", instrument.TickSize);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("filterType", "LOT_SIZE");
        writer.Amount("minQty", instrument.Quantity(instrument.MinimumQuantity));
        writer.Amount("maxQty", LargestQuantity);
        writer.Amount("stepSize", instrument.LotSize);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("filterType", "NOTIONAL");
        writer.Amount("minNotional", instrument.MinimumNotional);
        writer.WriteBoolean("applyMinToMarket", true);
        writer.Amount("maxNotional", LargestQuantity * LargestPrice);
        writer.WriteBoolean("applyMaxToMarket", false);
        writer.WriteNumber("avgPriceMins", 5);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("filterType", "MAX_NUM_ORDERS");
        writer.WriteNumber("maxNumOrders", 200);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, string name, params ReadOnlySpan<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
