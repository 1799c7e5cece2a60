using System.Globalization;
using System.Text.Json;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Commands;

/// <summary>The command <c>stress</c>: document, table and bad input.</summary>
public sealed class StressCommandTests
{
    private static readonly string Configuration = Path.Combine(SharedData.Repository, "config");
    private static readonly string Desk = Path.Combine(Configuration, "examples", "desk.json");

    [Fact]
    public async Task Stress_ExampleDesk_IsOneDocument()
    {
        CommandRun run = await CommandRun.Of("stress", Desk, "--config", Configuration, "--json");

        Assert.Equal(0, run.Code);
        Assert.Empty(run.Diagnostics);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement root = document.RootElement;
        Assert.Equal("USD", root.GetProperty("currency").GetString());
        Assert.Equal(3, root.GetProperty("accounts").GetArrayLength());
        JsonElement calm = root.GetProperty("scenarios")[0];
        Assert.Equal("calm", calm.GetProperty("name").GetString());
        JsonElement account = calm.GetProperty("accounts")[0];
        Assert.Equal("150000", account.GetProperty("equity").GetString());
        Assert.Equal("1680", account.GetProperty("maintenanceMargin").GetString());
        Assert.Equal("none", account.GetProperty("action").GetString());
        Assert.Equal(0.0112m, decimal.Parse(account.GetProperty("utilisation").GetString()!, CultureInfo.InvariantCulture));
        JsonElement half = root.GetProperty("scenarios").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "down 50 BTC");
        Assert.Equal(JsonValueKind.Null, half.GetProperty("accounts")[0].GetProperty("utilisation").ValueKind);
        Assert.Equal("liquidation", half.GetProperty("accounts")[0].GetProperty("action").GetString());
        Assert.Equal("down 50 BTC", root.GetProperty("worst").GetProperty("desk").GetProperty("scenario").GetString());
        Assert.Equal("directional", root.GetProperty("worst").GetProperty("accounts")[0].GetProperty("account").GetString());
    }

    [Fact]
    public async Task Stress_ExampleDesk_IsATablePerAccount()
    {
        CommandRun run = await CommandRun.Of("stress", Desk, "--config", Configuration);

        Assert.Equal(0, run.Code);
        foreach (string expected in new[] { "directional: binance/usdm-cross, USDT", "cost of closing", "crash 30 without liquidity", "worst for example: down 50 BTC" })
            Assert.Contains(expected, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stress_ScenarioThatTheRulesDoNotCover_IsAFindingByName()
    {
        using TemporaryDirectory folder = new();
        string desk = folder.PathOf("desk.json");
        File.WriteAllText(desk, """
            {"desk": "d", "currency": "USD", "accounts": [{"name": "hedge", "rules": "okx/portfolio",
             "account": {"collateral": [{"asset": "USDT", "quantity": "100000", "price": "1"}],
              "positions": [{"instrument": "BTC-USDT-SWAP", "underlying": "BTC", "kind": "linear", "quantity": "1", "entryPrice": "60000", "mark": "60000"},
                            {"instrument": "BTC-USDC-SWAP", "underlying": "BTC", "kind": "linear", "quantity": "-1", "entryPrice": "60000", "mark": "60000"}]},
             "prices": {"BTC": "60000", "USDT": "1", "USDC": "1"}}]}
            """);

        CommandRun run = await CommandRun.Of("stress", desk, "--config", Configuration);

        Assert.Equal(1, run.Code);
        Assert.Contains("not known: hedge in USDC 0.97: TierMissing: stable mismatch of BTC in okx/portfolio", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stress_WithReturns_AddsValueAtRiskAndShortfall()
    {
        using TemporaryDirectory folder = new();
        string returns = folder.PathOf("returns.csv");
        File.WriteAllLines(returns, Returns(100, "BTC", "ETH"));

        CommandRun run = await CommandRun.Of("stress", Desk, "--config", Configuration, "--returns", returns, "--confidence", "0.95", "--horizon", "2", "--json");

        Assert.Equal(0, run.Code);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement history = document.RootElement.GetProperty("history");
        Assert.Equal(99, history.GetProperty("windows").GetInt32());
        JsonElement[] risks = [.. history.GetProperty("risks").EnumerateArray()];
        Assert.Equal(["directional", "coin collateral", "hedged", "example"], risks.Select(risk => risk.GetProperty("name").GetString()));
        Assert.All(risks, risk => Assert.True(Amount(risk, "expectedShortfall") >= Amount(risk, "valueAtRisk")));
        Assert.True(Amount(risks[3], "expectedShortfall") <= risks[..3].Sum(risk => Amount(risk, "expectedShortfall")));
        Assert.Equal(0m, Amount(risks[2], "worstLoss"));
    }

    [Theory]
    [InlineData(100, "BTC", "0.95", "no column for ETH, which the desk holds")]
    [InlineData(50, "BTC,ETH", "0.99", "too short: 50 windows of 1 periods, confidence 0.99 needs at least 100")]
    [InlineData(50, "BTC,ETH", "1.5", "--confidence 1.5")]
    public async Task Stress_ReturnsThatCannotServe_AreExitCode2(int rows, string assets, string confidence, string expected)
    {
        using TemporaryDirectory folder = new();
        string returns = folder.PathOf("returns.csv");
        File.WriteAllLines(returns, Returns(rows, assets.Split(',')));

        CommandRun run = await CommandRun.Of("stress", Desk, "--config", Configuration, "--returns", returns, "--confidence", confidence);

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Diagnostics, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Stress_WithCliffs_NamesThoseNearToday()
    {
        CommandRun run = await CommandRun.Of("stress", Desk, "--config", Configuration, "--cliffs", "--json");

        Assert.Equal(0, run.Code);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement account = document.RootElement.GetProperty("cliffs")[0];
        Assert.Equal("directional", account.GetProperty("account").GetString());
        JsonElement cliff = account.GetProperty("cliffs").EnumerateArray().Single(one => one.GetProperty("path").GetString() == "size");
        Assert.Equal("tier", cliff.GetProperty("cause").GetString());
        Assert.Equal("BTCUSDT-PERP at 300000", cliff.GetProperty("where").GetString());
        Assert.Equal(0m, Math.Round(Amount(cliff, "at"), 5));
        Assert.True(Amount(account.GetProperty("elasticities")[0], "down") > 0m);
        CommandRun table = await CommandRun.Of("stress", Desk, "--config", Configuration, "--cliffs", "--within", "0.05");
        Assert.Contains("directional: cliffs within 5.00 %", table.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await CommandRun.Of("stress", Desk, "--config", Configuration, "--cliffs", "--within", "5")).Code);
    }

    [Theory]
    [InlineData("{}", "$.desk: is missing")]
    [InlineData("""{"desk": "d", "currency": "USD", "accounts": [{"name": "a", "rules": "bybit/uta-cross", "account": {"collateral": [{"asset": "XYZ", "quantity": 1, "price": 1}]}}]}""", "there is no asset 'XYZ' in")]
    public async Task Stress_BadDesk_IsExitCode2WithTheReason(string text, string expected)
    {
        using TemporaryDirectory folder = new();
        string desk = folder.PathOf("desk.json");
        File.WriteAllText(desk, text);

        CommandRun run = await CommandRun.Of("stress", desk, "--config", Configuration);

        Assert.Equal(2, run.Code);
        Assert.Contains(desk, run.Diagnostics, StringComparison.Ordinal);
        Assert.Contains(expected, run.Diagnostics, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Stress_BadScenarios_AreAllNamedWithFileAndPlace()
    {
        using TemporaryDirectory folder = new();
        const string Text = """{"schema": 1, "name": "s", "asOf": "2026-11-22", "sources": ["x"], "pegged": [], "depth": {"spread": 0, "within": 0.1, "value": {"*": 1}}, "scenarios": [{"name": "a", "each": -0.1}]}""";
        File.WriteAllText(folder.PathOf("one.json"), Text);
        File.WriteAllText(folder.PathOf("two.json"), Text);
        File.WriteAllText(folder.PathOf("worse.json"), Text.Replace("-0.1", "-1.5", StringComparison.Ordinal));

        CommandRun run = await CommandRun.Of("stress", Desk, "--config", Configuration, "--scenarios", folder.Path);

        Assert.Equal(2, run.Code);
        string[] lines = run.Diagnostics.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("'a' stands in", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{folder.PathOf("two.json")}: $.depth: there is another one", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{folder.PathOf("worse.json")}: $.scenarios[0].each: -1.5", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stress /no/such/desk.json", "/no/such/desk.json")]
    [InlineData("stress --scenarios /no/such/folder desk.json", "/no/such/folder: no such folder")]
    [InlineData("stress", "stress")]
    public async Task Stress_MissingFile_IsExitCode2(string line, string expected)
    {
        CommandRun run = await CommandRun.Of(line.Split(' '));

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Diagnostics, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private static IEnumerable<string> Returns(int rows, params string[] assets) =>
    [
        "date," + string.Join(',', assets),
        .. Enumerable.Range(0, rows).Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{new DateOnly(2026, 1, 1).AddDays(row):yyyy-MM-dd},{string.Join(',', assets.Select((_, i) => ((((row + i) * 37) % 40) - 20) / 400m))}")),
    ];

    private static decimal Amount(JsonElement element, string name) => decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
