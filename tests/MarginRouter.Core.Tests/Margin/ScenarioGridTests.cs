using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class ScenarioGridTests
{
    private const int Seed = 7_602;
    private const string Okx = "okx/portfolio";
    private const string Bybit = "bybit/uta-portfolio";
    private const string Deribit = "deribit/portfolio";
    private const string Dollars = """{"asset": "USD", "quantity": "50000"}""";
    private const string Tether = """{"asset": "USDT", "quantity": "50000", "price": "1"}""";

    [Fact]
    public void Evaluate_ShortPerpetual_GivesTheContractsDocument()
    {
        JsonElement found = ScenarioCaseText.Document(ScenarioCaseText.Case(Okx, Tether, Swap(-1m, 60_000m, 61_000m)));

        // 12 % of 61,000 up is the worst (half of 24 % is the same), 0.2 % basis; 1.3 times that is initial.
        Assert.Equal("49000", found.GetProperty("equity").GetString());
        Assert.Equal("7442", found.GetProperty("maintenanceMargin").GetString());
        Assert.Equal("9674.6", found.GetProperty("initialMargin").GetString());
        Assert.Equal("9674.6", found.GetProperty("venueAcceptance").GetProperty("required").GetString());
        Assert.True(found.GetProperty("venueAcceptance").GetProperty("accepted").GetBoolean());
        Assert.Equal("mgnRatio", found.GetProperty("venueRatio").GetProperty("name").GetString());
        Assert.Equal(49_000m / 7_442m, Number(found.GetProperty("venueRatio"), "value"));
        Assert.Equal("none", found.GetProperty("action").GetString());
        JsonElement worst = found.GetProperty("worstScenario");
        Assert.Equal("BTC", worst.GetProperty("underlying").GetString());
        Assert.Equal("0.12", worst.GetProperty("priceMove").GetString());
        Assert.Equal("7320", worst.GetProperty("loss").GetString());
        Assert.Equal(49_000m + 7_442m, found.GetProperty("terms").EnumerateArray().Sum(term => Number(term, "value")));

        // 50,000 + 60,000 - P = 0.122 P.
        Assert.Equal(110_000m / 1.122m, Number(found.GetProperty("liquidationPrices"), "BTC-USDT-SWAP"), 6);
        Assert.Equal((110_000m / 1.122m / 61_000m) - 1m, Number(found, "liquidationDistance"), 9);
    }

    [Fact]
    public void Evaluate_SpotHedge_LeavesTheMinimumChargeOnly()
    {
        MarginFigures hedged = ScenarioCaseText.Figures(ScenarioCaseText.Case(
            Okx, Tether + """, {"asset": "BTC", "quantity": "1.5", "price": "60000"}""", Swap(-1m, 60_000m, 60_000m)));
        Assert.Equal(270m, hedged.Margin!.MaintenanceMargin);
        Assert.Equal(0m, hedged.Worst!.Loss);
        MarginFigures half = ScenarioCaseText.Figures(ScenarioCaseText.Case(
            Okx, Tether + """, {"asset": "BTC", "quantity": "0.5", "price": "60000"}""", Swap(-1m, 60_000m, 60_000m)));
        Assert.Equal((0.12m * 30_000m) + 120m, half.Margin!.MaintenanceMargin);
        MarginFigures with = ScenarioCaseText.Figures(ScenarioCaseText.Case(
            Okx, Tether + """, {"asset": "BTC", "quantity": "1.5", "price": "60000"}""", Swap(1m, 60_000m, 60_000m)));
        Assert.Equal(7_320m, with.Margin!.MaintenanceMargin);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("2000")]
    public void Evaluate_HedgeAcrossStableCurrencies_IsChargedByItsSize(string size)
    {
        decimal units = decimal.Parse(size, CultureInfo.InvariantCulture) / 100m;
        string text = ScenarioCaseText.Case(
            Okx,
            Tether,
            ScenarioCaseText.Position("BTC-USDT-SWAP", "BTC", "linear", units, 60_000m, 60_000m) + ", " + ScenarioCaseText.Position("BTC-USDC-SWAP", "BTC", "linear", -units, 60_000m, 60_000m),
            """{"USDC": 1}""");
        decimal notional = units * 60_000m;
        decimal mismatch = notional <= 1_000_000m ? notional * 0.005m : 5_000m + ((notional - 1_000_000m) * 0.01m);
        decimal minimum = 2m * notional * 0.0045m;
        MarginFigures figures = ScenarioCaseText.Figures(text);
        Assert.Equal(Math.Max(mismatch, minimum), figures.Margin!.MaintenanceMargin);
        Refusal low = ScenarioCaseText.Refused(text.Replace("\"USDC\": 1", "\"USDC\": 0.97", StringComparison.Ordinal).Replace("-" + units.ToString(CultureInfo.InvariantCulture), "-" + (units * 2m).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Equal("stable mismatch of BTC in okx/portfolio", low.Subject);
    }

    [Fact]
    public void Evaluate_FillsAndOrders_AreJudgedAtTheirWorst()
    {
        string fills = """, "fills": [{"instrument": "BTC-USDT-SWAP", "side": "sell", "quantity": "0.5", "price": "60500", "fee": "15"}]""";
        MarginFigures figures = ScenarioCaseText.Figures(ScenarioCaseText.Case(Okx, Tether, Swap(-1m, 60_000m, 61_000m), more: fills));
        Assert.Equal(50_000m - 1_000m - 250m - 15m, figures.Margin!.Equity);
        Assert.Equal(1.5m * 7_442m, figures.Margin.MaintenanceMargin);
        string orders = """, "orders": [{"instrument": "BTC-USDT-SWAP", "side": "buy", "quantity": "1", "price": "59000"}, {"instrument": "BTC-USDT-SWAP", "side": "sell", "quantity": "1", "price": "62000"}]""";
        MarginFigures open = ScenarioCaseText.Figures(ScenarioCaseText.Case(Okx, Tether, Swap(-1m, 60_000m, 61_000m), inAccount: orders));
        Assert.Equal(7_442m * 1.3m, open.Margin!.InitialMargin);
        Assert.Equal(2m * 7_442m * 1.3m, open.Margin.AcceptanceRequired);
    }

    [Fact]
    public void Evaluate_OptionOnDeribit_LosesItsValueAtMost()
    {
        MarginFigures bought = ScenarioCaseText.Figures(Option(Deribit, "call", 1m, 0.6m));

        // A bought call far out of the money with a week left loses at most what the model values it at, and the basis on its delta.
        Assert.Equal(-0.16m, bought.Worst!.PriceMove);
        Assert.Equal(-0.25m, bought.Worst.VolatilityMove);
        Assert.InRange(bought.Worst.Loss, 1m, 400m);
        Assert.Equal(bought.Margin!.InitialMargin * 0.8m, bought.Margin.MaintenanceMargin);
        Assert.Equal(60_000m + (0.004m * 60_000m), bought.Margin.Equity);
        MarginFigures sold = ScenarioCaseText.Figures(Option(Deribit, "call", -1m, 0.6m));
        Assert.Equal(0.16m, sold.Worst!.PriceMove);
        Assert.Equal(0.5m, sold.Worst.VolatilityMove);
        Assert.True(sold.Margin!.MaintenanceMargin > bought.Margin.MaintenanceMargin);
        MarginFigures flat = ScenarioCaseText.Figures(Option(Deribit, "put", 0m, 0.6m));
        Assert.Equal(0m, flat.Margin!.MaintenanceMargin);
    }

    [Fact]
    public void Evaluate_BoughtOptionOnBybit_IsScanned()
    {
        MarginFigures bought = ScenarioCaseText.Figures(Option(Bybit, "put", 2m, 0.4m));
        Assert.Equal(0.1m, bought.Worst!.PriceMove);
        Assert.Equal(-0.2m, bought.Worst.VolatilityMove);
        Assert.Equal(bought.Margin!.MaintenanceMargin * 1.2m, bought.Margin.InitialMargin);
        Assert.Equal("accountMMRate", bought.VenueRatioName);
    }

    [Fact]
    public void Evaluate_FiguresOfTheCase_FillTheGapsOfTheFile()
    {
        string tables = """
            , "tables": {"scenario": {"gridIs": "maintenance", "otherFactor": 1.2,
              "prices": {"classes": {"large": ["-0.1", "0", "0.1"]}, "assets": {"BTC": "large"}},
              "contractCharge": {"classes": {"large": ["0.005"]}, "assets": {"BTC": "large"}}}}
            """;
        MarginFigures figures = ScenarioCaseText.Figures(ScenarioCaseText.Case(Bybit, Dollars, Swap(2m, 50_000m, 50_000m), more: tables));
        Assert.Equal((0.1m + 0.005m) * 100_000m, figures.Margin!.MaintenanceMargin);
        Assert.Equal(figures.Margin.MaintenanceMargin * 1.2m, figures.Margin.InitialMargin);
    }

    [Fact]
    public void Evaluate_RandomLinearBooks_ScaleMirrorAndNeverGainFromMoreCollateral()
    {
        Random random = new(Seed);
        for (int i = 0; i < 40; i++)
        {
            decimal btc = random.Next(-300, 301) / 100m;
            decimal eth = random.Next(-3_000, 3_001) / 100m;
            string context = $"seed {Seed} draw {i}: BTC {btc}, ETH {eth}";
            MarginAssessment one = Two(btc, eth, 1_000_000m);
            MarginAssessment mirrored = Two(-btc, -eth, 1_000_000m);
            MarginAssessment richer = Two(btc, eth, 1_500_000m);
            Assert.True(one.MaintenanceMargin == mirrored.MaintenanceMargin, context);
            Assert.True(one.MaintenanceMargin == Two(btc, 0m, 1_000_000m).MaintenanceMargin + Two(0m, eth, 1_000_000m).MaintenanceMargin, context);
            Assert.True(Two(2m * btc, 2m * eth, 1_000_000m).MaintenanceMargin == 2m * one.MaintenanceMargin, context);
            Assert.True(one.MaintenanceMargin <= one.InitialMargin && richer.Utilisation <= one.Utilisation, context);
        }
    }

    [Theory]
    [InlineData("dated", "charge on the dated contract BTC-USDT-SWAP in okx/portfolio")]
    [InlineData("option", "options of BTC in okx/portfolio")]
    [InlineData("asset", "basis of FOO in okx/portfolio")]
    [InlineData("bybit", "charge on contracts of BTC in bybit/uta-portfolio")]
    [InlineData("sold", "charge on the sold option BTC-OPTION in bybit/uta-portfolio")]
    [InlineData("calm", "volatility rise of BTC-OPTION in deribit/portfolio")]
    [InlineData("large", "delta shock of BTC in deribit/portfolio")]
    [InlineData("extreme", "extreme move of BTC in deribit/portfolio")]
    [InlineData("quote", "USDT in USD")]
    [InlineData("borrowed", "borrowed BTC in okx/portfolio")]
    public void Evaluate_FigureThatTheSourcesLack_IsRefusedByName(string what, string subject)
    {
        string text = what switch
        {
            "dated" => ScenarioCaseText.Case(Okx, Tether, ScenarioCaseText.Position("BTC-USDT-SWAP", "BTC", "linear", 1m, 60_000m, 60_000m, 1m, """, "expiry": "0.25" """)),
            "option" => Option(Okx, "call", 1m, 0.6m),
            "asset" => ScenarioCaseText.Case(Okx, Tether, ScenarioCaseText.Position("FOO-USDT-SWAP", "FOO", "linear", 1m, 2m, 2m)),
            "bybit" => ScenarioCaseText.Case(Bybit, Dollars, Swap(1m, 60_000m, 60_000m)),
            "sold" => Option(Bybit, "call", -1m, 0.6m),
            "calm" => Option(Deribit, "call", 1m, 0.4m),
            "large" => ScenarioCaseText.Case(Deribit, Coin, ScenarioCaseText.Position("BTC-PERPETUAL", "BTC", "inverse", 21_000_000m, 60_000m, 60_000m)),
            "extreme" => ScenarioCaseText.Case(Deribit, Coin, ScenarioCaseText.Position("BTC-PERPETUAL", "BTC", "inverse", 60_000m, 60_000m, 60_000m)),
            "quote" => ScenarioCaseText.Case(Okx, Dollars, Swap(1m, 60_000m, 60_000m)),
            _ => ScenarioCaseText.Case(Okx, Tether, Swap(1m, 60_000m, 60_000m), inAccount: """, "liabilities": [{"asset": "BTC", "quantity": "1", "price": "60000"}]"""),
        };
        string found = ScenarioCaseText.Refused(text).Subject;
        Assert.StartsWith(subject, found, StringComparison.Ordinal);

        // Where a file leaves a part out, the refusal names the figures that it would need.
        bool gap = what is "dated" or "option" or "bybit" or "sold";
        Assert.Equal(gap, found.StartsWith(subject + ": ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"strike\": \"70000\"", "\"strike\": null", "$.account.positions[0].strike")]
    [InlineData("\"impliedVolatility\": \"0.6\"", "\"impliedVolatility\": null", "$.account.positions[0].impliedVolatility")]
    [InlineData("\"option\": \"call\"", "\"option\": \"both\"", "$.account.positions[0].option")]
    [InlineData("\"expiry\": \"0.02\"", "\"expiry\": null", "$.account.positions[0].expiry")]
    [InlineData("\"expiry\": \"0.02\"", "\"expiry\": \"2026-12-25\"", "$.account.positions[0].expiry")]
    [InlineData("\"expiry\": \"0.02\"", "\"expiry\": \"-1\"", "$.account.positions[0].expiry")]
    [InlineData("deribit/portfolio", "binance/usdm-cross", "$.account.positions[0].kind")]
    public void Read_OptionWithoutItsTerms_NamesThePlace(string good, string bad, string path)
    {
        string text = Option(Deribit, "call", 1m, 0.6m);
        Assert.Contains(good, text, StringComparison.Ordinal);
        Assert.Null(ScenarioCaseText.Read(text.Replace(good, bad, StringComparison.Ordinal), out ImmutableArray<RuleSetError> errors));
        Assert.Contains(errors, error => error.Path == path);
    }

    private const string Coin = """{"asset": "BTC", "quantity": "1", "price": "60000"}""";

    private static string Swap(decimal quantity, decimal entry, decimal mark) =>
        ScenarioCaseText.Position("BTC-USDT-SWAP", "BTC", "linear", quantity, entry, mark);

    private static string Option(string rules, string right, decimal quantity, decimal volatility) => ScenarioCaseText.Case(
        rules,
        Coin,
        ScenarioCaseText.Position("BTC-OPTION", "BTC", "option", quantity, 0.004m, 0.004m, 1m, string.Create(CultureInfo.InvariantCulture, $$""", "option": "{{right}}", "strike": "70000", "expiry": "0.02", "impliedVolatility": "{{volatility}}" """)));

    private static MarginAssessment Two(decimal btc, decimal eth, decimal collateral) => ScenarioCaseText.Figures(ScenarioCaseText.Case(
        Okx,
        string.Create(CultureInfo.InvariantCulture, $$"""{"asset": "USDT", "quantity": "{{collateral}}", "price": "1"}"""),
        Swap(btc, 60_000m, 61_000m) + ", " + ScenarioCaseText.Position("ETH-USDT-SWAP", "ETH", "linear", eth, 2_000m, 1_900m))).Margin!;

    private static decimal Number(JsonElement element, string name) => decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
