using System.Text.Json;
using MarginRouter.Core.Margin.Cases;

namespace MarginRouter.Core.Tests.Margin.Recorded;

/// <summary>Recorded figures of accounts without open positions or debts: what is held counts as the venue counts it, and nothing is required.</summary>
internal static class FlatReproductions
{
    /// <summary>A position of zero at the message's mark requires nothing and has no liquidation price, which the venue writes as 0.</summary>
    public static void BinancePosition(RecordedPayload payload)
    {
        bool inverse = payload.Find("symbol").GetString()!.StartsWith("BTCUSD_", StringComparison.Ordinal);
        MarginFigures found = Reproductions.Evaluate($$$"""
            {"rules": "{{{(inverse ? "binance/coinm" : "binance/usdm-isolated")}}}", "account": {"collateral": [], "liabilities": [],
             "positions": [{{{Flat(payload.Find("symbol").GetString()!, inverse, payload.Number("markPrice"), inverse ? "null" : "0")}}}], "orders": []},
             "fills": [], "prices": {} }
            """);
        Nothing(payload, found);
        Assert.Equal(0m, payload.Number("liquidationPrice"));
        Assert.Equal(0m, payload.Number("positionAmt"));
    }

    /// <summary>A coin-margined account with flat positions: its margin balance and what it may use are the wallet.</summary>
    public static void BinanceCoinAccount(RecordedPayload payload)
    {
        string asset = payload.Find("asset").GetString()!;
        MarginFigures found = Reproductions.Evaluate($$$"""
            {"rules": "binance/coinm", "account": {"collateral": [{"asset": "{{{asset}}}", "quantity": "{{{payload.Number("walletBalance")}}}", "price": "1"}],
             "liabilities": [], "positions": [{{{Flat("COIN", true, 1m, "null", asset)}}}], "orders": []}, "fills": [], "prices": {} }
            """);
        Nothing(payload, found);
        Assert.All(payload.Find("positions").EnumerateArray(), position => Assert.Equal("0", position.GetProperty("positionAmt").GetString()));
        Reproductions.Close(payload, payload.Number("marginBalance"), found.Margin!.Equity, 0m);
        Reproductions.Close(payload, payload.Number("maintMargin"), found.Margin.MaintenanceMargin, 0m);
        Reproductions.Close(payload, payload.Number("initialMargin"), found.Margin.InitialMargin, 0m);
        Reproductions.Close(payload, payload.Number("availableBalance"), found.Margin.AcceptanceAvailable, 0m);
    }

    /// <summary>A position of zero, whose figures the venue writes as 0 or leaves empty.</summary>
    public static void BybitPosition(RecordedPayload payload)
    {
        MarginFigures found = Reproductions.Evaluate($$$"""
            {"rules": "bybit/uta-cross", "account": {"collateral": [], "liabilities": [],
             "positions": [{{{Flat(payload.Find("symbol").GetString()!, false, NumberOrZero(payload, "markPrice") is > 0m and var mark ? mark : 1m, "null")}}}],
             "orders": []}, "fills": [], "prices": {} }
            """);
        Nothing(payload, found);
        Assert.Equal(0m, payload.Number("size"));
        Assert.Equal(NumberOrZero(payload, "positionMM"), found.Margin!.MaintenanceMargin);
        Assert.Equal(NumberOrZero(payload, "positionIM"), found.Margin.InitialMargin);
    }

    /// <summary>Every coin of a single-currency account stands alone: its available equity is its cash, and without a position it has no ratio.</summary>
    public static void OkxCoins(RecordedPayload payload)
    {
        JsonElement[] coins = [.. Coins(payload.Message)];
        foreach (JsonElement coin in coins)
        {
            string asset = coin.GetProperty("ccy").GetString()!;
            decimal Of(string name) => RecordedPayload.Number(coin.GetProperty(name));
            bool reporting = asset == "USDT";
            MarginFigures found = Reproductions.Evaluate($$$"""
                {"rules": "okx/futures", "account": {
                 "collateral": [{"asset": "{{{asset}}}", "quantity": "{{{Of("cashBal")}}}", "price": "{{{Price(coin)}}}"}], "liabilities": [],
                 "positions": [{{{(reporting ? "" : Flat($"{asset}-USD-SWAP", true, Price(coin), "null", asset))}}}], "orders": []},
                 "fills": [], "prices": {} }
                """);
            Nothing(payload, found);
            Reproductions.Close(payload, Of("availEq"), found.Margin!.AcceptanceAvailable, 0m);
            Reproductions.Close(payload, Of("eq") - Of("isoEq"), found.Margin.Equity, 0.0000000000001m);
            Reproductions.Close(payload, Of("imr"), found.Margin.InitialMargin, 0m);
            Reproductions.Close(payload, Of("mmr"), found.Margin.MaintenanceMargin, 0m);
            Assert.Equal("", coin.GetProperty("mgnRatio").GetString());
        }

        if (coins.Length == 0)
            Assert.Equal(0m, payload.Number("totalEq"));
    }

    /// <summary>Assets without a debt: the ratio of nothing over them.</summary>
    public static void KucoinDebt(RecordedPayload payload)
    {
        string held = string.Join(", ", payload.Find("accounts").EnumerateArray().Select(account =>
            $$"""{"asset": "{{account.GetProperty("currency").GetString()}}", "quantity": "{{account.GetProperty("totalBalance").GetString()}}", "price": "1"}"""));
        MarginFigures found = Reproductions.Evaluate($$$"""
            {"rules": "kucoin/spot-cross", "account": {"collateral": [{{{held}}}], "liabilities": [], "positions": [], "orders": []}, "fills": [], "prices": {} }
            """);
        Nothing(payload, found);
        Assert.All(payload.Find("accounts").EnumerateArray(), account => Assert.Equal("0", account.GetProperty("liability").GetString()));
        Reproductions.Close(payload, payload.Number("debtRatio"), found.Margin!.Utilisation!.Value, 0m);
    }

    /// <summary>What each stated currency counts for: a haircut of 2 % and a conversion fee of 0.25 %, but none on the dollar.</summary>
    public static void KrakenCollateral(RecordedPayload payload)
    {
        const decimal Weight = 0.98m * 0.9975m;
        JsonElement currencies = payload.Find("currencies");
        decimal counted = 0m;
        List<string> held = [];
        foreach (JsonProperty currency in currencies.EnumerateObject())
        {
            decimal Of(string name) => RecordedPayload.Number(currency.Value.GetProperty(name));
            held.Add($$"""{"asset": "{{currency.Name}}", "quantity": "{{Of("value")}}", "price": "1"}""");
            counted += Of("collateralValue");
        }

        MarginFigures found = Reproductions.Evaluate($$$"""
            {"rules": "kraken/futures-multi", "tables": {"haircuts": {
               "XBT": [{"from": "0", "to": null, "weight": "{{{Weight}}}"}], "EUR": [{"from": "0", "to": null, "weight": "{{{Weight}}}"}]}},
             "account": {"collateral": [{{{string.Join(", ", held)}}}], "liabilities": [], "positions": [], "orders": []}, "fills": [], "prices": {} }
            """);
        Nothing(payload, found);
        Reproductions.Close(payload, counted, found.Margin!.Equity, 0.000000001m);
        Reproductions.Close(payload, payload.Number("initialMargin"), found.Margin.InitialMargin, 0m);
        Reproductions.Close(payload, payload.Number("maintenanceMargin"), found.Margin.MaintenanceMargin, 0m);
        Reproductions.Close(payload, payload.Number("availableMargin"), payload.Number("marginEquity") - found.Margin.AcceptanceRequired, 0m);
    }

    private static void Nothing(RecordedPayload payload, MarginFigures found)
    {
        Reproductions.Close(payload, 0m, found.Margin!.MaintenanceMargin, 0m);
        Reproductions.Close(payload, 0m, found.Margin.InitialMargin, 0m);
        Assert.Null(found.VenueRatio);
        Assert.Null(found.LiquidationDistance);
        Assert.All(found.LiquidationPrices.Values, price => Assert.Null(price));
    }

    private static IEnumerable<JsonElement> Coins(JsonElement message)
    {
        JsonElement inner = message.TryGetProperty("payload", out JsonElement payload) ? payload : message;
        return !inner.TryGetProperty("data", out JsonElement data) ? [inner] : data.EnumerateArray().SelectMany(account => account.GetProperty("details").EnumerateArray());
    }

    private static decimal Price(JsonElement coin) => coin.TryGetProperty("coinUsdPrice", out JsonElement price) ? RecordedPayload.Number(price) : 1m;

    private static decimal NumberOrZero(RecordedPayload payload, string name) => payload.Find(name).GetString() is "" ? 0m : payload.Number(name);

    private static string Flat(string instrument, bool inverse, decimal mark, string isolated, string underlying = "BTC") => FormattableString.Invariant($$"""
        {"instrument": "{{instrument}}", "underlying": "{{underlying}}", "kind": "{{(inverse ? "inverse" : "linear")}}", "quantity": "0", "multiplier": "1",
         "entryPrice": "0", "mark": "{{mark}}", "leverage": "10", "isolatedMargin": {{isolated}},
         "expiry": null, "strike": null, "option": null, "impliedVolatility": null}
        """);
}
