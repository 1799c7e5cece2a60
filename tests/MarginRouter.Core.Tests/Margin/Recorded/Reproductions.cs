using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin.Recorded;

/// <summary>Ways in which a recorded figure follows from others in the same message by our rule sets; the table names one for each message.</summary>
internal static class Reproductions
{
    private const decimal KucoinTaker = 0.0006m;

    private static readonly Dictionary<string, Action<RecordedPayload>> Ways = new(StringComparer.Ordinal)
    {
        ["usdm-flat"] = UsdmFlat,
        ["spot-level"] = SpotLevel,
        ["uniMMR"] = payload => Ratio(payload, "binance/portfolio", "accountEquity", "accountMaintMargin", "uniMMR", 0.0001m),
        ["accountMMRate"] = payload => Ratio(payload, "bybit/uta-cross", "totalMarginBalance", "totalMaintenanceMargin", "accountMMRate", 0.0005m),
        ["marginLevel"] = payload => Ratio(payload, "kraken/spot-margin", "e", "m", "ml", 0.01m, 100m),
        ["debtRatio"] = payload => Ratio(
            payload, "kucoin/spot-cross", "totalAssetOfQuoteCurrency", "totalLiabilityOfQuoteCurrency", "debtRatio", 0.0001m),
        ["bybit-linear-entry"] = payload => BybitLinear(payload, "entryPrice", 0.0006m),
        ["bybit-linear-implied"] = BybitImplied,
        ["okx-account"] = OkxAccount,
        ["hyperliquid-isolated"] = HyperliquidIsolated,
        ["hyperliquid-flat"] = HyperliquidFlat,
        ["kucoin-position"] = KucoinPosition,
        ["kucoin-risk"] = KucoinRisk,
        ["kucoin-isolated"] = KucoinIsolated,
        ["kucoin-posMaint"] = KucoinPositionMaintenance,
        ["okx-isolated"] = OkxIsolated,
        ["bybit-inverse"] = BybitInverse,
        ["binance-isolated"] = BinanceIsolated,
        ["binance-flat-position"] = FlatReproductions.BinancePosition,
        ["binance-flat-coin"] = FlatReproductions.BinanceCoinAccount,
        ["bybit-flat-position"] = FlatReproductions.BybitPosition,
        ["okx-flat-coins"] = FlatReproductions.OkxCoins,
        ["kucoin-no-debt"] = FlatReproductions.KucoinDebt,
        ["kraken-collateral"] = FlatReproductions.KrakenCollateral,
        ["kucoin-liquidation"] = KucoinLiquidation,
        ["bybit-classic-cross"] = BybitClassicCross,
        ["bybit-copy-short"] = BybitCopyShort,
        ["hyperliquid-portfolio"] = payload => Ratio(
            payload, "hyperliquid/portfolio", "total", "crossMaintenanceMarginUsed", "portfolioMarginRatio", 0.0000001m),
    };

    public static bool Has(string way) => Ways.ContainsKey(way);

    public static void Run(string way, RecordedPayload payload) => Ways[way](payload);

    private static void UsdmFlat(RecordedPayload payload)
    {
        MarginFigures found = Evaluate($$$"""
            {"rules": "binance/usdm-cross", "account": {"collateral": [{"asset": "USDT", "quantity": "{{{payload.Number("walletBalance")}}}", "price": "1"}],
             "liabilities": [], "positions": [], "orders": []}, "fills": [], "prices": {} }
            """);
        Close(payload, payload.Number("totalMarginBalance"), found.Margin!.Equity, 0m);
        Close(payload, payload.Number("totalMaintMargin"), found.Margin.MaintenanceMargin, 0m);
        Close(payload, payload.Number("totalInitialMargin"), found.Margin.InitialMargin, 0m);
    }

    private static void SpotLevel(RecordedPayload payload)
    {
        MarginFigures found = Evaluate($$$"""
            {"rules": "binance/spot-cross", "account": {
             "collateral": [{"asset": "BTC", "quantity": "{{{payload.Number("totalAssetOfBtc")}}}", "price": "20000"}],
             "liabilities": [{"asset": "BTC", "quantity": "{{{payload.Number("totalLiabilityOfBtc")}}}", "interest": "0", "price": "20000"}],
             "positions": [], "orders": []}, "fills": [], "prices": {"BTC": "20000"} }
            """);

        // Assets and liabilities are rounded to eight decimals: half a unit of the assets, as a multiple of the liabilities.
        Close(payload, payload.Number("marginLevel"), found.VenueRatio!.Value, 0.0001m + (0.000000005m / payload.Number("totalLiabilityOfBtc")));
    }

    /// <summary>The venue's ratio from its parts, in the direction that the rule set gives it.</summary>
    private static void Ratio(
        RecordedPayload payload, string rules, string equity, string requirement, string ratio, decimal tolerance, decimal times = 1m)
    {
        decimal needed = payload.Number(requirement);
        decimal owned = payload.Number(equity);
        decimal local = RuleFiles.Load(rules).Ratio!.Form switch
        {
            RatioForm.RequirementOverEquity => needed / owned,
            RatioForm.EquityOverRequirement => owned / needed,
        };
        Close(payload, payload.Number(ratio), local * times, tolerance);
    }

    /// <summary>Older answers value positions at entry and have no tier: its rate follows from the maintenance margin, and initial margin must fit.</summary>
    private static void BybitLinear(RecordedPayload payload, string price, decimal taker)
    {
        decimal value = payload.Number(price) * payload.Number("size");
        decimal leverage = payload.Number("leverage");
        decimal sign = payload.Find("side").GetString() == "Buy" ? 1m : -1m;
        decimal fee = value * (1m - (sign / leverage)) * taker;
        decimal rate = decimal.Round((payload.Number("positionMM") - fee) / value, 4);
        Bybit(payload, rate, payload.Number(price), taker);
    }

    /// <summary>The figures are of a mark a moment older than the one beside them: the maintenance margin gives it, and initial margin must fit.</summary>
    private static void BybitImplied(RecordedPayload payload)
    {
        const decimal Rate = 0.005m;
        const decimal Taker = 0.00055m;
        decimal sign = payload.Find("side").GetString() == "Buy" ? 1m : -1m;
        decimal closing = (1m - (sign / payload.Number("leverage"))) * Taker;
        decimal mark = payload.Number("positionMM") / (Rate + closing) / payload.Number("size");
        Close(payload, payload.Number("markPrice"), mark, payload.Number("markPrice") * 0.001m);
        Bybit(payload, Rate, mark, Taker);
    }

    private static void Bybit(RecordedPayload payload, decimal rate, decimal mark, decimal taker)
    {
        string symbol = payload.Find("symbol").GetString()!;
        string signed = (payload.Find("side").GetString() == "Buy" ? "" : "-") + payload.Number("size").ToString(CultureInfo.InvariantCulture);
        MarginFigures found = Evaluate($$$"""
            {"rules": "bybit/uta-cross",
             "tables": {"tiers": {"{{{symbol}}}": [{"from": "0", "to": null, "maintenanceRate": "{{{rate}}}", "maintenanceDeduction": "0", "maxLeverage": "100"}]},
                        "fees": {"taker": "{{{taker}}}", "liquidation": "0"}},
             "account": {"collateral": [{"asset": "USDT", "quantity": "1000000", "price": "1"}], "liabilities": [],
               "positions": [{"instrument": "{{{symbol}}}", "underlying": "COIN", "kind": "linear", "quantity": "{{{signed}}}", "multiplier": "1",
                 "entryPrice": "{{{mark}}}", "mark": "{{{mark}}}", "leverage": "{{{payload.Number("leverage")}}}", "isolatedMargin": null,
                 "expiry": null, "strike": null, "option": null, "impliedVolatility": null}], "orders": []},
             "fills": [], "prices": {"USDT": "1"} }
            """);
        decimal value = mark * payload.Number("size");
        Close(payload, payload.Number("positionMM"), found.Margin!.MaintenanceMargin, value * 0.0000005m);
        Close(payload, payload.Number("positionIM"), found.Margin.InitialMargin, value * 0.0000005m);
    }

    /// <summary>mgnRatio = adjEq / (mmr + taker fee of the notional): what the rule set calls fees in the requirement.</summary>
    private static void OkxAccount(RecordedPayload payload)
    {
        JsonElement account = payload.Find("data")[0];
        decimal Of(string name) => RecordedPayload.Number(account.GetProperty(name));
        Assert.Equal(RatioForm.EquityOverRequirement, RuleFiles.Load("okx/multi-currency").Ratio!.Form);
        Close(payload, Of("mgnRatio"), Of("adjEq") / (Of("mmr") + (Of("notionalUsd") * 0.0005m)), Of("mgnRatio") * 0.00001m);
    }

    private static void HyperliquidIsolated(RecordedPayload payload)
    {
        JsonElement position = payload.Find("position");
        decimal Of(string name) => RecordedPayload.Number(position.GetProperty(name));
        decimal mark = Of("positionValue") / Of("szi");
        MarginFigures found = Evaluate($$$"""
            {"rules": "hyperliquid/isolated", "account": {"collateral": [{"asset": "USDC", "quantity": "0", "price": "1"}], "liabilities": [],
              "positions": [{"instrument": "HYPE-PERP", "underlying": "HYPE", "kind": "linear", "quantity": "{{{Of("szi")}}}", "multiplier": "1",
                "entryPrice": "{{{Of("entryPx")}}}", "mark": "{{{mark}}}", "leverage": "10",
                "isolatedMargin": "{{{Of("marginUsed") - Of("unrealizedPnl")}}}",
                "expiry": null, "strike": null, "option": null, "impliedVolatility": null}], "orders": []},
             "fills": [], "prices": {"USDC": "1"} }
            """);
        Close(payload, Of("liquidationPx"), found.LiquidationPrices["HYPE-PERP"]!.Value, 0.0000001m);
    }

    private static void HyperliquidFlat(RecordedPayload payload)
    {
        decimal value = RecordedPayload.Number(payload.Find("crossMarginSummary").GetProperty("accountValue"));
        MarginFigures found = Evaluate($$$"""
            {"rules": "hyperliquid/cross", "account": {"collateral": [{"asset": "USDC", "quantity": "{{{value}}}", "price": "1"}], "liabilities": [],
             "positions": [], "orders": []}, "fills": [], "prices": {"USDC": "1"} }
            """);
        Close(payload, payload.Number("crossMaintenanceMarginUsed"), found.Margin!.MaintenanceMargin, 0m);
        Close(payload, value, found.Margin.Equity, 0m);
    }

    private static void KucoinPosition(RecordedPayload payload)
    {
        decimal quantity = payload.Number("positionValue") / payload.Number("markPrice");
        MarginFigures found = Evaluate($$$"""
            {"rules": "kucoin/uta",
             "tables": {"tiers": {"XBTUSDTM": [{"from": "0", "to": null, "maintenanceRate": "{{{payload.Number("mmr")}}}", "maintenanceDeduction": "0", "maxLeverage": "125"}]}},
             "account": {"collateral": [{"asset": "USDT", "quantity": "1000", "price": "1"}], "liabilities": [],
               "positions": [{"instrument": "XBTUSDTM", "underlying": "BTC", "kind": "linear", "quantity": "{{{quantity}}}", "multiplier": "1",
                 "entryPrice": "{{{payload.Number("entryPrice")}}}", "mark": "{{{payload.Number("markPrice")}}}", "leverage": "{{{payload.Number("leverage")}}}",
                 "isolatedMargin": null, "expiry": null, "strike": null, "option": null, "impliedVolatility": null}], "orders": []},
             "fills": [], "prices": {"USDT": "1"} }
            """);
        Close(payload, payload.Number("maintenanceMargin"), found.Margin!.MaintenanceMargin, 0.00000001m);
        Close(payload, payload.Number("initialMargin"), found.Margin.InitialMargin, 0.00000001m);
    }

    /// <summary>The account holds a position whose value follows from the maintenance margin at the first tier's rate; the rest must fit.</summary>
    private static void KucoinRisk(RecordedPayload payload)
    {
        const decimal Rate = 0.004m;
        decimal value = payload.Number("mm") / Rate;
        decimal leverage = decimal.Round(value / payload.Number("im"));
        MarginFigures found = Evaluate($$$"""
            {"rules": "kucoin/uta",
             "tables": {"tiers": {"XBTUSDTM": [{"from": "0", "to": null, "maintenanceRate": "{{{Rate}}}", "maintenanceDeduction": "0", "maxLeverage": "125"}]}},
             "account": {"collateral": [{"asset": "USDT", "quantity": "{{{payload.Number("adjustedEquity")}}}", "price": "1"}], "liabilities": [],
               "positions": [{"instrument": "XBTUSDTM", "underlying": "BTC", "kind": "linear", "quantity": "1", "multiplier": "1",
                 "entryPrice": "{{{value}}}", "mark": "{{{value}}}", "leverage": "{{{leverage}}}",
                 "isolatedMargin": null, "expiry": null, "strike": null, "option": null, "impliedVolatility": null}], "orders": []},
             "fills": [], "prices": {"USDT": "1"} }
            """);
        Assert.Equal("riskRatio", found.VenueRatioName);
        Close(payload, payload.Number("equity"), found.Margin!.Equity, 0.0000000001m);
        Close(payload, payload.Number("im"), found.Margin.InitialMargin, 0.0000000001m);
        Close(payload, payload.Number("mm"), found.Margin.MaintenanceMargin, 0.0000000001m);
        Close(payload, payload.Number("availableMargin"), found.Margin.AcceptanceAvailable - found.Margin.AcceptanceRequired, 0.0000000002m);
        Close(payload, payload.Number("riskRatio"), found.VenueRatio!.Value, 0.0000000001m);
    }

    private static void KucoinIsolated(RecordedPayload payload)
    {
        decimal value = payload.Number("pV") * payload.Number("mP") / payload.Number("eP");
        Close(payload, payload.Number("mtM"), value * (payload.Number("mmr") + KucoinTaker), 0.0000000001m);
    }

    private static void KucoinPositionMaintenance(RecordedPayload payload) => Close(
        payload, payload.Number("posMaint"), (payload.Number("maintMarginReq") * payload.Number("posCost")) + payload.Number("posComm"), 0.00000001m);

    /// <summary>The venue rounds the price at which margin is down to what it calls the position's maintenance to the next tick of one dollar.</summary>
    private static void KucoinLiquidation(RecordedPayload payload)
    {
        decimal quantity = payload.Number("posCost") / payload.Number("avgEntryPrice");
        decimal rate = payload.Number("posMaint") / payload.Number("posCost");
        MarginFigures found = Evaluate($$$"""
            {"rules": "kucoin/futures-isolated",
             "tables": {"tiers": {"XBTUSDTM": [{"from": "0", "to": null, "maintenanceRate": "{{{rate}}}", "maintenanceDeduction": "0", "maxLeverage": "100"}]}},
             "account": {"collateral": [{"asset": "USDT", "quantity": "0", "price": "1"}], "liabilities": [],
               "positions": [{"instrument": "XBTUSDTM", "underlying": "BTC", "kind": "linear", "quantity": "{{{quantity}}}", "multiplier": "1",
                 "entryPrice": "{{{payload.Number("avgEntryPrice")}}}", "mark": "{{{payload.Number("markPrice")}}}", "leverage": "5",
                 "isolatedMargin": "{{{payload.Number("posMargin")}}}", "expiry": null, "strike": null, "option": null, "impliedVolatility": null}],
               "orders": []},
             "fills": [], "prices": {"USDT": "1"} }
            """);
        Close(payload, payload.Number("liquidationPrice"), decimal.Ceiling(found.LiquidationPrices["XBTUSDTM"]!.Value), 0m);
        Close(payload, payload.Number("maintMargin"), found.Margin!.Equity, 0.00000001m);
    }

    /// <summary>mgnRatio = (margin + upl) / (mmr + taker fee of the value); the margin is the value at entry over the leverage.</summary>
    private static void OkxIsolated(RecordedPayload payload)
    {
        decimal value = (payload.Number("margin") * payload.Number("lever")) - payload.Number("upl");
        decimal ratio = (payload.Number("margin") + payload.Number("upl")) / (payload.Number("mmr") + (value * 0.0005m));
        Close(payload, payload.Number("mgnRatio"), ratio, 0.000001m);
        Close(payload, 0.008m, payload.Number("mmr") / value, 0.0000001m);
    }

    /// <summary>An inverse long: margin put aside = size over bust price less size over entry; liquidation where 0.5 % of the value at entry is left.</summary>
    private static void BybitInverse(RecordedPayload payload)
    {
        decimal size = payload.Number("size");
        decimal left = (size / payload.Number("bustPrice")) - (0.005m * payload.Number("positionValue"));
        Close(payload, payload.Number("liqPrice"), size / left, 0.1m);
    }

    /// <summary>
    /// The account type before the unified one, which no rule set holds: requirement at 0.5 % of the value where the position goes bankrupt,
    /// initial margin at the first tier's leverage of 100 on the value at entry, whatever leverage is chosen.
    /// </summary>
    private static void BybitClassicCross(RecordedPayload payload)
    {
        bool inverse = payload.Find("symbol").GetString()!.EndsWith("USD", StringComparison.Ordinal);
        decimal size = payload.Number("size");
        decimal bankrupt = inverse ? size / payload.Number("bustPrice") : size * payload.Number("bustPrice");
        Close(payload, payload.Number("positionMM"), 0.005m * bankrupt, 0.000000005m);
        Close(payload, payload.Number("positionIM"), payload.Number("positionValue") / 100m, 0.000000005m);
    }

    /// <summary>An isolated short of the first tier; the venue cuts prices to its tick of 0.05.</summary>
    private static void BybitCopyShort(RecordedPayload payload)
    {
        decimal size = payload.Number("size");
        decimal entry = payload.Number("entryPrice");
        MarginFigures found = Evaluate($$$"""
            {"rules": "bybit/isolated", "tables": {"fees": {"taker": "0.0006"}},
             "account": {"collateral": [{"asset": "USDT", "quantity": "0", "price": "1"}], "liabilities": [],
               "positions": [{"instrument": "{{{payload.Find("symbol").GetString()}}}", "underlying": "ETH", "kind": "linear", "quantity": "-{{{size}}}",
                 "multiplier": "1", "entryPrice": "{{{entry}}}", "mark": "{{{entry - (payload.Number("unrealisedPnl") / size)}}}",
                 "leverage": "{{{payload.Number("leverage")}}}",
                 "isolatedMargin": "{{{payload.Number("positionMargin") + payload.Number("occClosingFee")}}}",
                 "expiry": null, "strike": null, "option": null, "impliedVolatility": null}], "orders": []},
             "fills": [], "prices": {"USDT": "1"} }
            """);
        decimal price = found.LiquidationPrices.Values.Single()!.Value;
        Close(payload, payload.Number("liqPrice"), decimal.Floor(price / 0.05m) * 0.05m, 0.0001m);
        Close(payload, payload.Number("occClosingFee"), size * payload.Number("bustPrice") * 0.0006m, 0.00000001m);
    }

    /// <summary>The venue's isolated margin holds the profit; what stands for the position is the rest.</summary>
    private static void BinanceIsolated(RecordedPayload payload)
    {
        decimal aside = payload.Number("isolatedMargin") - payload.Number("unRealizedProfit");
        MarginFigures found = Evaluate($$$"""
            {"rules": "binance/usdm-isolated",
             "tables": {"tiers": {"BTCUSDT": [
               {"from": "0", "to": "50000", "maintenanceRate": "0.004", "maintenanceDeduction": "0", "maxLeverage": "125"},
               {"from": "50000", "to": "250000", "maintenanceRate": "0.005", "maintenanceDeduction": "50", "maxLeverage": "100"}]}},
             "account": {"collateral": [{"asset": "USDT", "quantity": "0", "price": "1"}], "liabilities": [],
               "positions": [{"instrument": "BTCUSDT", "underlying": "BTC", "kind": "linear", "quantity": "{{{payload.Number("positionAmt")}}}", "multiplier": "1",
                 "entryPrice": "{{{payload.Number("entryPrice")}}}", "mark": "{{{payload.Number("markPrice")}}}", "leverage": "{{{payload.Number("leverage")}}}",
                 "isolatedMargin": "{{{aside}}}", "expiry": null, "strike": null, "option": null, "impliedVolatility": null}], "orders": []},
             "fills": [], "prices": {"USDT": "1"} }
            """);
        Close(payload, payload.Number("liquidationPrice"), found.LiquidationPrices["BTCUSDT"]!.Value, 0.01m);
    }

    internal static MarginFigures Evaluate(FormattableString json)
    {
        string text = json.ToString(CultureInfo.InvariantCulture);
        MarginCase? read = MarginCaseJson.Read("case.json", Encoding.UTF8.GetBytes(text), RuleFiles.Load, out ImmutableArray<RuleSetError> errors);
        Assert.True(read is not null, string.Join('\n', errors));
        MarginFigures? found = MarginCaseEvaluator.Evaluate(read, out Refusal? refusal);
        Assert.True(found is not null, $"{refusal}");
        return found;
    }

    internal static void Close(RecordedPayload payload, decimal venue, decimal local, decimal tolerance) =>
        Assert.True(Math.Abs(venue - local) <= tolerance, $"{payload.Key}: the venue says {venue}, we say {local}");
}
