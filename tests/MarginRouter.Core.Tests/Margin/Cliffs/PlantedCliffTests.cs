using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Cliffs;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Tests.Margin.Stress;

namespace MarginRouter.Core.Tests.Margin.Cliffs;

/// <summary>Cliffs planted at random places: every one is found with its place and cause, and nothing else is.</summary>
public sealed class PlantedCliffTests
{
    private const decimal Within = 0.1m;
    private const decimal Exact = 0.00001m;
    private const int Rounds = 8;

    /// <summary>Rule sets and whether their tiers follow the price; the last says whether a row holds for the whole position.</summary>
    public static TheoryData<string, bool, bool> Tiered => new()
    {
        { "binance/usdm-cross", true, false },
        { "bybit/uta-cross", true, false },
        { "hyperliquid/cross", true, false },
        { "okx/multi-currency", false, true },
    };

    [Theory]
    [MemberData(nameof(Tiered))]
    public void Detect_PlantedTiers_AreAllFoundAndNothingElse(string rules, bool followsPrice, bool whole)
    {
        Random random = new(rules.Length * 7_919);
        for (int round = 0; round < Rounds; round++)
        {
            string place = $"{rules} round {round}";
            (decimal bitcoin, decimal ether) = (random.Next(1, 400) / 8m, random.Next(1, 4_000) / 8m);
            decimal[] bitcoins = Places(random);
            decimal[] ethers = Places(random);
            string coin = rules == "hyperliquid/cross" ? "USDC" : "USDT";
            decimal unit = followsPrice ? 1m : 0m;
            MarginCase today = StressCases.Read(string.Create(CultureInfo.InvariantCulture, $$$"""
                {"rules": "{{{rules}}}",
                 "tables": {"tiers": {"A": {{{Rows(random, bitcoins, bitcoin * (unit == 1m ? 64_000m : 1m))}}}, "B": {{{Rows(random, ethers, ether * (unit == 1m ? 4_096m : 1m))}}}},
                            "haircuts": {"{{{coin}}}": [{"from": 0, "to": null, "weight": 1}]}},
                 "account": {"collateral": [{"asset": "{{{coin}}}", "quantity": {{{(bitcoin * 64_000m) + (ether * 4_096m)}}}}],
                  "positions": [{"instrument": "A", "underlying": "BTC", "kind": "linear", "quantity": {{{(random.Next(2) == 0 ? bitcoin : -bitcoin)}}}, "entryPrice": 64000, "mark": 64000, "leverage": 5},
                                {"instrument": "B", "underlying": "ETH", "kind": "linear", "quantity": {{{(random.Next(2) == 0 ? ether : -ether)}}}, "entryPrice": 4096, "mark": 4096, "leverage": 5}]},
                 "prices": {"{{{coin}}}": 1}}
                """));
            ImmutableArray<MarginCliff> found = Detect(today);
            Same(place, found, CliffPathKind.Size, "A", bitcoins);
            Same(place, found, CliffPathKind.Size, "B", ethers);
            Same(place, found, CliffPathKind.Price, "BTC", followsPrice ? bitcoins : []);
            Same(place, found, CliffPathKind.Price, "ETH", followsPrice ? ethers : []);
            Same(place, found, CliffPathKind.JointPrice, "all", followsPrice ? [.. bitcoins, .. ethers] : []);
            CliffCause cause = whole ? CliffCause.WholePositionTier : CliffCause.Tier;
            Assert.All(found, cliff => Assert.True(cliff.Cause == cause && cliff.IsJump == whole, $"{place}: {cliff}"));
        }
    }

    [Fact]
    public void Detect_PlantedHaircuts_AreAllFoundAndNothingElse()
    {
        Random random = new(20261122);
        for (int round = 0; round < Rounds; round++)
        {
            decimal coins = random.Next(1, 400) / 8m;
            decimal[] places = Places(random);
            decimal weight = 1m;
            string rows = Table(places, coins * 64_000m, (from, to) => string.Create(
                CultureInfo.InvariantCulture, $$"""{"from": {{from}}, "to": {{to}}, "weight": {{weight -= random.Next(2, 10) / 100m}}}"""));
            MarginCase today = StressCases.Read(string.Create(CultureInfo.InvariantCulture, $$$"""
                {"rules": "binance/portfolio",
                 "tables": {"tiers": {"ETHUSDT": [{"from": 0, "to": null, "maintenanceRate": 0.01}]}, "haircuts": {"BTC": {{{rows}}}, "USDT": [{"from": 0, "to": null, "weight": 1}]} },
                 "account": {"collateral": [{"asset": "BTC", "quantity": {{{coins}}}, "price": 64000}, {"asset": "USDT", "quantity": 1000000, "price": 1}],
                  "positions": [{"instrument": "ETHUSDT", "underlying": "ETH", "kind": "linear", "quantity": 10, "entryPrice": 4096, "mark": 4096, "leverage": 5}]}}
                """));
            ImmutableArray<MarginCliff> found = Detect(today);
            Same($"round {round}", found, CliffPathKind.Price, "BTC", places);
            Same($"round {round}", found, CliffPathKind.JointPrice, "all", places);
            Assert.Equal(found.Length, found.Count(cliff => cliff.Path is CliffPathKind.JointPrice || cliff.Subject == "BTC"));
            Assert.All(found, cliff => Assert.Equal((CliffCause.Haircut, false), (cliff.Cause, cliff.IsJump)));
        }
    }

    [Fact]
    public void Detect_PlantedMinimumCharges_AreAllFoundAndNothingElse()
    {
        Random random = new(20261123);
        for (int round = 0; round < Rounds; round++)
        {
            decimal coins = random.Next(8, 400) / 8m;
            decimal[] places = Places(random);
            decimal raw = coins * 64_000m * 0.0045m;
            int factor = 1;
            string rows = string.Join(", ", places.Append(0m).Select(place => string.Create(
                CultureInfo.InvariantCulture, $$"""{"to": {{(place == 0m ? "null" : (raw * place).ToString(CultureInfo.InvariantCulture))}}, "factor": {{factor++}}}""")));
            MarginCase today = StressCases.Read(string.Create(CultureInfo.InvariantCulture, $$$"""
                {"rules": "okx/portfolio",
                 "tables": {"scenario": {"gridIs": "maintenance", "otherFactor": 1.3, "collateralHedges": true,
                                         "prices": {"classes": {"a": [-0.12, 0, 0.12]}, "assets": {"BTC": "a"}},
                                         "minimumCharge": {"classes": {"a": [0.0045]}, "assets": {"BTC": "a"}}, "minimumMultipliers": [{{{rows}}}]}},
                 "account": {"collateral": [{"asset": "USDT", "quantity": 1000000, "price": 1}, {"asset": "BTC", "quantity": {{{coins * 2m}}}}],
                  "positions": [{"instrument": "BTC-USDT-SWAP", "underlying": "BTC", "kind": "linear", "quantity": {{{-coins}}}, "entryPrice": 64000, "mark": 64000}]},
                 "prices": {"BTC": 64000, "USDT": 1}}
                """));
            ImmutableArray<MarginCliff> found = Detect(today);
            Same($"round {round}", found, CliffPathKind.Size, "BTC-USDT-SWAP", places);
            Same($"round {round}", [.. found.Where(cliff => cliff.Cause == CliffCause.MinimumCharge)], CliffPathKind.Price, "BTC", places);
            Assert.All(found, cliff => Assert.True(cliff.Cause is CliffCause.MinimumCharge or CliffCause.Haircut, $"round {round}: {cliff}"));
        }
    }

    [Fact]
    public void Detect_PlantedOffsets_AreFoundWhereTheHedgeIsUsedUp()
    {
        Random random = new(20261124);
        for (int round = 0; round < Rounds; round++)
        {
            decimal coins = random.Next(8, 400) / 8m;
            decimal place = Places(random, 1)[0];
            MarginCase today = StressCases.Read(string.Create(CultureInfo.InvariantCulture, $$$"""
                {"rules": "okx/portfolio",
                 "tables": {"scenario": {"gridIs": "maintenance", "otherFactor": 1.3, "collateralHedges": true, "basis": {"classes": {"a": [0.002]}, "assets": {"BTC": "a"} },
                                         "prices": {"classes": {"a": [-0.12, 0, 0.12]}, "assets": {"BTC": "a"} } } },
                 "account": {"collateral": [{"asset": "USDT", "quantity": 1000000, "price": 1}, {"asset": "BTC", "quantity": {{{coins * place}}}}],
                  "positions": [{"instrument": "BTC-USDT-SWAP", "underlying": "BTC", "kind": "linear", "quantity": {{{-coins}}}, "entryPrice": 64000, "mark": 64000}]},
                 "prices": {"BTC": 64000, "USDT": 1}}
                """));
            ImmutableArray<MarginCliff> found = [.. Detect(today).Where(cliff => cliff.Cause != CliffCause.Haircut)];
            Same($"round {round}", found, CliffPathKind.Size, "BTC-USDT-SWAP", [place]);
            Assert.All(found, cliff => Assert.Equal(CliffCause.Offset, cliff.Cause));
        }
    }

    [Theory]
    [InlineData("binance/usdm-cross", "USDT", "linear", "12.5")]
    [InlineData("bybit/uta-cross", "USD", "linear", "-3")]
    [InlineData("okx/multi-currency", "USDT", "linear", "7")]
    [InlineData("hyperliquid/cross", "USDC", "linear", "-1.25")]
    [InlineData("binance/coinm", "BTC", "inverse", "4000")]
    [InlineData("binance/coinm", "BTC", "inverse", "-4000")]
    public void Detect_SmoothBook_RaisesNoAlarm(string rules, string coin, string kind, string quantity)
    {
        string quote = kind == "inverse" ? "CASE" : "A";
        MarginCase today = StressCases.Read($$$"""
            {"rules": "{{{rules}}}",
             "tables": {"tiers": {"{{{quote}}}": [{"from": 0, "to": null, "maintenanceRate": 0.006}]} {{{(kind == "inverse" ? string.Empty : $$""", "haircuts": {"{{coin}}": [{"from": 0, "to": null, "weight": 1}]}""")}}}},
             "account": {"collateral": [{"asset": "{{{coin}}}", "quantity": {{{(kind == "inverse" ? 3 : 900_000)}}}}],
              "positions": [{"instrument": "{{{quote}}}", "underlying": "BTC", "kind": "{{{kind}}}", "quantity": "{{{quantity}}}", "multiplier": {{{(kind == "inverse" ? 10 : 1)}}},
                             "entryPrice": 60000, "mark": 61000, "leverage": 5}]},
             "prices": {"{{{coin}}}": 1}}
            """);
        Assert.Empty(Detect(today));
    }

    [Fact]
    public void Detect_OptionsThatAreSmooth_RaiseNoAlarm()
    {
        MarginCase today = StressCases.Read("""
            {"rules": "deribit/portfolio", "asOf": "2026-01-01T08:00:00Z",
             "account": {"collateral": [{"asset": "BTC", "quantity": "2"}],
              "positions": [{"instrument": "BTC-27MAR26-70000-C", "underlying": "BTC", "kind": "option", "quantity": "5", "entryPrice": "0.03", "mark": "0.03",
                             "expiry": "2026-03-27", "strike": "70000", "option": "call", "impliedVolatility": "0.6"}]},
             "prices": {"BTC": "60000"}}
            """);
        Assert.Empty(Detect(today).Where(cliff => cliff.Cause is not CliffCause.Scenario));
    }

    private static ImmutableArray<MarginCliff> Detect(MarginCase today)
    {
        CliffReport? report = CliffDetector.Detect(today, Within, ["USD", "USDT", "USDC"], out Refusal? refusal);
        Assert.Null(refusal);
        return report!.Cliffs;
    }

    /// <summary>The cliffs of one path are those planted inside the distance, each once.</summary>
    private static void Same(string place, IEnumerable<MarginCliff> found, CliffPathKind path, string subject, decimal[] planted)
    {
        decimal[] wanted = [.. planted.Where(factor => Math.Abs(factor - 1m) <= Within).Select(factor => factor - 1m).Order()];
        decimal[] got = [.. found.Where(cliff => cliff.Path == path && cliff.Subject == subject).Select(cliff => cliff.At).Order()];
        bool same = wanted.Length == got.Length && wanted.Zip(got).All(pair => Math.Abs(pair.First - pair.Second) <= Exact);
        Assert.True(same, $"{place} {path} {subject}: planted {string.Join(' ', wanted)} found {string.Join(' ', got)}");
    }

    /// <summary>Factors between 0.85 and 1.15, apart from each other and from the edge of the search.</summary>
    private static decimal[] Places(Random random, int count = 3)
    {
        List<decimal> places = [];
        while (places.Count < count)
        {
            decimal place = random.Next(85_000, 115_000) / 100_000m;
            if (places.All(other => Math.Abs(other - place) > 0.003m) && Math.Abs(Math.Abs(place - 1m) - Within) > 0.003m && Math.Abs(place - 1m) > 0.0001m)
                places.Add(place);
        }

        return [.. places.Order()];
    }

    private static string Rows(Random random, decimal[] places, decimal size)
    {
        decimal rate = 0.004m;
        return Table(places, size, (from, to) => string.Create(
            CultureInfo.InvariantCulture, $$"""{"from": {{from}}, "to": {{to}}, "initialRate": 0.2, "maintenanceRate": {{rate += random.Next(1, 20) / 1_000m}}}"""));
    }

    private static string Table(decimal[] places, decimal size, Func<string, string, string> row)
    {
        string from = "0";
        List<string> rows = [];
        foreach (decimal? place in places.Select(place => (decimal?)place).Append(null))
        {
            string to = place is { } factor ? (size * factor).ToString(CultureInfo.InvariantCulture) : "null";
            rows.Add(row(from, to));
            from = to;
        }

        return $"[{string.Join(", ", rows)}]";
    }
}
