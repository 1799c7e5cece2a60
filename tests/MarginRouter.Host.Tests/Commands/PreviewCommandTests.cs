using System.Text.Json;
using MarginRouter.Host.Tests.Configuration;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Commands;

/// <summary><c>preview</c> on the example books and accounts with the demo's configuration, and on a journal.</summary>
public sealed class PreviewCommandTests
{
    private static readonly string Demo = Path.Combine(SharedData.Repository, "config", "demo");
    private static readonly string Market = Path.Combine(SharedData.Repository, "config", "examples", "market.json");

    [Fact]
    public async Task Run_OnTheExampleMarket_SplitsWithinEveryAccountsLimits()
    {
        CommandRun run = await CommandRun.Of("preview", "--config", Demo, "--market", Market, "--desk", "BRAVO", "--quantity", "25", "--json");

        Assert.True(run.Code == 0, run.Diagnostics);
        JsonElement decision = JsonDocument.Parse(run.Output).RootElement.GetProperty("decision");
        decimal planned = decision.GetProperty("children").EnumerateArray().Sum(child => child.GetProperty("quantity").GetDecimal());
        Assert.Equal(decision.GetProperty("planned").GetDecimal(), planned);
        Assert.Equal(25m, planned + decision.GetProperty("remainder").GetDecimal());
        Assert.All(
            decision.GetProperty("margins").EnumerateArray(),
            margin => Assert.True(margin.GetProperty("worstUtilisation").GetDecimal() <= margin.GetProperty("utilisationLimit").GetDecimal()));
        Assert.Contains(
            decision.GetProperty("rejected").EnumerateArray(),
            candidate => candidate.GetProperty("subaccount").GetString() == "usdm-bravo" && candidate.GetProperty("reason").GetProperty("rule").GetString() == "maintenanceUtilisation");
    }

    [Fact]
    public async Task Run_DeskShortOfCheapCollateral_SuggestsATransferThatKeepsItsPromise()
    {
        string[] line = ["preview", "--config", Demo, "--desk", "BRAVO", "--quantity", "25", "--json", "--market"];
        CommandRun run = await CommandRun.Of([.. line, Market]);
        Assert.True(run.Code == 0, run.Diagnostics);
        JsonElement decision = JsonDocument.Parse(run.Output).RootElement.GetProperty("decision");
        JsonElement advice = decision.GetProperty("transfers");
        JsonElement suggestion = advice.GetProperty("suggestion");
        Assert.Equal(("usdm-alpha", "usdm-bravo", "USDT", "internal"), (Text(suggestion, "from"), Text(suggestion, "to"), Text(suggestion, "asset"), Text(suggestion, "kind")));
        decimal amount = suggestion.GetProperty("amount").GetDecimal();
        decimal saving = suggestion.GetProperty("saving").GetDecimal();
        Assert.True(saving > 100m && suggestion.GetProperty("netBenefit").GetDecimal() == saving && suggestion.GetProperty("more").GetDecimal() == 0m, $"{suggestion}");
        Assert.Equal((5m, 60m), (suggestion.GetProperty("expectedSeconds").GetDecimal(), suggestion.GetProperty("worstSeconds").GetDecimal()));
        Assert.True(suggestion.GetProperty("donorUtilisation").GetDecimal() <= 0.15m);
        Assert.Equal(
            ["transferNoGain", "transferUnknown"],
            advice.GetProperty("refused").EnumerateArray().Select(refused => refused.GetProperty("reason").GetProperty("rule").GetString()));

        // The same order on books and accounts with the amount moved.
        using TemporaryDirectory folder = new();
        string moved = folder.PathOf("market.json");
        string text = (await File.ReadAllTextAsync(Market))
            .Replace("\"USDT\", \"quantity\": \"150000\"", $"\"USDT\", \"quantity\": \"{150000m - amount}\"", StringComparison.Ordinal)
            .Replace("\"USDT\", \"quantity\": \"60000\"", $"\"USDT\", \"quantity\": \"{60000m + amount}\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(moved, text);
        JsonElement with = JsonDocument.Parse((await CommandRun.Of([.. line, moved])).Output).RootElement.GetProperty("decision");
        Assert.Equal(25m, with.GetProperty("planned").GetDecimal());
        Assert.Equal(decision.GetProperty("cost").GetProperty("total").GetDecimal() - saving, with.GetProperty("cost").GetProperty("total").GetDecimal());
        Assert.Equal(JsonValueKind.Null, with.GetProperty("transfers").GetProperty("suggestion").ValueKind);
    }

    [Fact]
    public async Task Run_DeskShortOfCheapCollateral_PrintsTheTransferInWords()
    {
        CommandRun run = await CommandRun.Of("preview", "--config", Demo, "--market", Market, "--desk", "BRAVO", "--quantity", "25");
        Assert.Contains("suggested transfer (internal): ", run.Output, StringComparison.Ordinal);
        Assert.Contains("USDT from usdm-alpha to usdm-bravo, about 5 s and at worst 60 s", run.Output, StringComparison.Ordinal);
        Assert.Contains("no transfer of USD from prime-alpha to kraken-bravo: TransferUnknown", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithAPositionNearTheFrontOfTheQueue_ChargesForItAndSaysSo()
    {
        using ConfigurationFolder folder = new();
        using TemporaryDirectory beside = new();
        folder.Replace("venues/1-binance-usdm.json", "\"bookDepth\"", "\"adlRankBasisPoints\": \"8\", \"bookDepth\"");
        string held = await File.ReadAllTextAsync(Market);
        string market = beside.PathOf("ranked.json");
        string[] line = ["preview", "--config", folder.Path, "--market", market, "--desk", "BRAVO", "--quantity", "25"];
        const string Position = "\"quantity\": \"2\", \"entryPrice\": \"60000\", \"leverage\": \"20\"";
        await File.WriteAllTextAsync(market, held);
        Assert.Contains("usdm-bravo adds to BTCUSDT, which has no rank stated: 0.00 bp more", (await CommandRun.Of(line)).Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(market, held.Replace(Position, Position + ", \"adlRank\": { \"stated\": 3, \"safest\": 0, \"first\": 4 }", StringComparison.Ordinal));
        Assert.Contains("usdm-bravo adds to BTCUSDT, which stands at 3 in the deleveraging queue (0 closed last, 4 first): 6.00 bp more", (await CommandRun.Of(line)).Output, StringComparison.Ordinal);
        JsonElement decision = JsonDocument.Parse((await CommandRun.Of([.. line, "--json"])).Output).RootElement.GetProperty("decision");
        JsonElement candidate = decision.GetProperty("children").EnumerateArray().Concat(decision.GetProperty("rejected").EnumerateArray()).First(one => Text(one, "subaccount") == "usdm-bravo");
        Assert.Equal((6m, 0.75m), (candidate.GetProperty("adl").GetProperty("basisPoints").GetDecimal(), candidate.GetProperty("adl").GetProperty("rank").GetProperty("nearness").GetDecimal()));
        JsonElement margin = decision.GetProperty("margins").EnumerateArray().Single(one => Text(one, "subaccount") == "usdm-bravo");
        Assert.Equal(3m, Assert.Single(margin.GetProperty("adlRanks").EnumerateArray()).GetProperty("rank").GetProperty("stated").GetDecimal());

        await File.WriteAllTextAsync(market, held.Replace(Position, Position + ", \"adlRank\": { \"stated\": 5, \"safest\": 0, \"first\": 4 }", StringComparison.Ordinal));
        CommandRun refused = await CommandRun.Of(line);
        Assert.Equal(2, refused.Code);
        Assert.Contains("adlRank.stated: 5 is not on the scale from 0 (closed last) to 4 (closed first)", refused.Diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithInstructions_FollowsThem()
    {
        CommandRun run = await CommandRun.Of(
            "preview", "--config", Demo, "--market", Market, "--desk", "BRAVO", "--side", "sell", "--quantity", "2", "--instructions", "ExcludedVenues=binance-usdm");

        Assert.True(run.Code == 0, run.Diagnostics);
        Assert.Contains("VenueExcluded: binance-usdm", run.Output, StringComparison.Ordinal);
        Assert.Contains("kraken-bravo", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAnOrderThatIsRefused_IsExitCode1WithTheRule()
    {
        CommandRun run = await CommandRun.Of("preview", "--config", Demo, "--market", Market, "--desk", "BRAVO", "--quantity", "0.000000001");

        Assert.Equal(1, run.Code);
        Assert.Contains("refused: InvalidQuantity", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "one of --market and --journal is needed")]
    [InlineData("--market M --journal J", "one of --market and --journal is needed")]
    [InlineData("--market M --desk NOBODY --quantity 1", "--desk NOBODY: not a desk")]
    [InlineData("--market M", "--quantity is needed")]
    [InlineData("--market M --quantity 1 --instructions Speed=9", "parameter 'Speed' is not known")]
    [InlineData("--journal /no/such/folder", "/no/such/folder: no such folder")]
    [InlineData("--journal /no/such/folder --side sell", "with --journal the order differs by")]
    public async Task Run_BadOptions_IsExitCode2WithTheReason(string line, string expected)
    {
        string[] words = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "M" ? Market : word)];

        CommandRun run = await CommandRun.Of(["preview", "--config", Demo, .. words]);

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Diagnostics, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    private static string? Text(JsonElement element, string member) => element.GetProperty(member).GetString();

    [Fact]
    public async Task Run_BadMarketFile_ListsEveryError()
    {
        using TemporaryDirectory folder = new();
        string file = folder.PathOf("market.json");
        await File.WriteAllTextAsync(file, """
            { "books": [ { "venue": "kraken", "symbol": "BTC/USD",
                           "bids": [ { "price": "1", "quantity": "1" }, { "price": "2", "quantity": "1" } ], "asks": [ { "price": "0.05", "quantity": "1" } ] },
                         { "venue": "mars", "symbol": "X", "bids": [], "asks": [] } ],
              "accounts": [ { "subaccount": "nobody", "balances": [] } ], "weather": 1 }
            """);

        CommandRun run = await CommandRun.Of("preview", "--config", Demo, "--market", file, "--quantity", "1");

        Assert.Equal(2, run.Code);
        string[] expected =
        [
            "books[0].bids[1]: levels stand best first", "books[0].asks[0]: not on the grid", "'mars:X' is not an instrument",
            "'nobody' is not a subaccount", "weather: unknown member",
        ];
        Assert.All(expected, text => Assert.Contains(text, run.Diagnostics, StringComparison.Ordinal));
    }
}
