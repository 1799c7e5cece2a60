using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Kraken.Wire;

namespace MarginRouter.Simulation.Kraken.Rest;

/// <summary>The public REST calls: Time, SystemStatus, Assets and AssetPairs.</summary>
internal sealed class KrakenPublicRest(IReadOnlyList<KrakenPair> pairs, Func<Instant> now, Func<KrakenSystemStatus> status)
{
    private const int FiatDecimals = 4;
    private const int CoinDecimals = 10;
    private const int ShownFiatDecimals = 2;
    private const int ShownCoinDecimals = 5;
    private const int MarginCallPercent = 80;
    private const int LiquidationPercent = 40;

    /// <summary>Answers a call by the last part of its path; null when there is no such call.</summary>
    public byte[]? Answer(string call, string? pairFilter) => call switch
    {
        "Time" => Time(),
        "SystemStatus" => SystemStatus(),
        "Assets" => Assets(),
        "AssetPairs" => AssetPairs(pairFilter),
        _ => null,
    };

    private byte[] Time()
    {
        DateTime time = DateTime.UnixEpoch.AddTicks(now().Nanoseconds / 100);
        return KrakenRestAnswer.OfObject(json =>
        {
            json.WriteNumber("unixtime", new DateTimeOffset(time).ToUnixTimeSeconds());
            json.WriteString("rfc1123", time.ToString("ddd, dd MMM yy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        });
    }

    private byte[] SystemStatus() => KrakenRestAnswer.OfObject(json =>
    {
        json.WriteString("status", KrakenWords.Of(status()));
        json.WriteString("timestamp", KrakenTime.Text(now()));
    });

    /// <summary>The assets of the listed pairs.</summary>
    private byte[] Assets() => KrakenRestAnswer.OfObject(json =>
    {
        foreach (string asset in pairs.SelectMany(pair => new[] { pair.Instrument.Base.Code, pair.Instrument.Quote.Code }).Distinct().Order(StringComparer.Ordinal))
        {
            string name = KrakenAssetNames.Rest(asset);
            bool isFiat = name.StartsWith('Z');
            json.WriteStartObject(name);
            json.WriteString("aclass", "currency");
            json.WriteString("altname", KrakenAssetNames.Alternative(asset));
            json.WriteNumber("decimals", isFiat ? FiatDecimals : CoinDecimals);
            json.WriteNumber("display_decimals", isFiat ? ShownFiatDecimals : ShownCoinDecimals);
            json.WriteString("status", "enabled");
            json.WriteEndObject();
        }
    });

    private byte[] AssetPairs(string? filter)
    {
        List<KrakenPair> chosen = [.. filter is null ? pairs : []];
        foreach (string name in filter?.Split(',') ?? [])
        {
            if (pairs.FirstOrDefault(pair => Answers(pair, name)) is KrakenPair found)
                chosen.Add(found);
            else
                return KrakenRestAnswer.Error("EQuery:Unknown asset pair");
        }

        return KrakenRestAnswer.OfObject(json =>
        {
            foreach (KrakenPair pair in chosen)
                WritePair(json, pair);
        });
    }

    private static bool Answers(KrakenPair pair, string name) =>
        name == pair.Name || name == pair.AlternativeName || name == pair.WebSocketName || name == pair.Symbol;

    private static void WritePair(Utf8JsonWriter json, KrakenPair pair)
    {
        Instrument instrument = pair.Instrument;
        json.WriteStartObject(pair.Name);
        json.WriteString("altname", pair.AlternativeName);
        json.WriteString("wsname", pair.WebSocketName);
        json.WriteString("aclass_base", "currency");
        json.WriteString("base", KrakenAssetNames.Rest(instrument.Base.Code));
        json.WriteString("aclass_quote", "currency");
        json.WriteString("quote", KrakenAssetNames.Rest(instrument.Quote.Code));
        json.WriteString("lot", "unit");
        json.WriteNumber("cost_decimals", KrakenPair.CostDecimals);
        json.WriteNumber("pair_decimals", pair.PriceDecimals);
        json.WriteNumber("lot_decimals", KrakenPair.LotDecimals);
        json.WriteNumber("lot_multiplier", 1);
        WriteLeverages(json, "leverage_buy", pair.MaximumLeverage);
        WriteLeverages(json, "leverage_sell", pair.MaximumLeverage);
        WriteFees(json, "fees", instrument.Fees.TakerRate);
        WriteFees(json, "fees_maker", instrument.Fees.MakerRate);
        json.WriteString("fee_volume_currency", "ZUSD");
        json.WriteNumber("margin_call", MarginCallPercent);
        json.WriteNumber("margin_stop", LiquidationPercent);
        json.WriteString("ordermin", Shortest(instrument.Quantity(instrument.MinimumQuantity)));
        json.WriteString("costmin", Shortest(instrument.MinimumNotional));
        json.WriteString("tick_size", Shortest(instrument.TickSize));
        json.WriteString("status", pair.Status);
        json.WriteEndObject();
    }

    private static void WriteLeverages(Utf8JsonWriter json, string name, int maximum)
    {
        json.WriteStartArray(name);
        for (int leverage = 2; leverage <= maximum; leverage++)
            json.WriteNumberValue(leverage);
        json.WriteEndArray();
    }

    /// <summary>One fee tier from a volume of zero, in per cent.</summary>
    private static void WriteFees(Utf8JsonWriter json, string name, decimal rate)
    {
        json.WriteStartArray(name);
        json.WriteStartArray();
        json.WriteNumberValue(0);
        json.WriteNumberValue(KrakenNumber.AtLeast(rate * 100, 0));
        json.WriteEndArray();
        json.WriteEndArray();
    }

    private static string Shortest(decimal value) => KrakenNumber.ExactText(value, 0);
}
