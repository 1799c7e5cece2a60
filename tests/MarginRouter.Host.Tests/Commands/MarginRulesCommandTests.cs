using System.Text.Json;

namespace MarginRouter.Host.Tests.Commands;

public sealed class MarginRulesCommandTests
{
    [Fact]
    public async Task Run_Json_ListsEveryRuleSetWithDateSourceAndInstruments()
    {
        CommandRun run = await CommandRun.Of("margin-rules", "--json");
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Diagnostics);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.True(document.RootElement.GetArrayLength() >= 29);
        foreach (JsonElement one in document.RootElement.EnumerateArray())
        {
            Assert.Equal(one.GetProperty("rules").GetString(), $"{(one.GetProperty("rules").GetString()!.Split('/')[0])}/{one.GetProperty("mode").GetString()}");
            Assert.NotEqual(0, one.GetProperty("sources").GetArrayLength());
            Assert.Matches("^20[0-9]{2}-[0-9]{2}-[0-9]{2}$", one.GetProperty("asOf").GetString());
            Assert.Contains(one.GetProperty("confidence").GetString(), new[] { "high", "medium", "low" });
        }
    }

    [Fact]
    public async Task Run_OneRuleSet_ShowsItsInstrumentsSourcesAndGaps()
    {
        CommandRun run = await CommandRun.Of("margin-rules", "--rules", "okx/multi-currency");
        Assert.Equal(0, run.Code);
        Assert.Contains("BTC-USDT-SWAP", run.Output, StringComparison.Ordinal);
        Assert.Contains("okx/multi-currency: missing: The full discount table", run.Output, StringComparison.Ordinal);
        Assert.Contains("okx/multi-currency: source: okx.com/docs-v5", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownRuleSet_IsBadInputThatNamesTheKnownOnes()
    {
        CommandRun run = await CommandRun.Of("margin-rules", "--rules", "moon/cross");
        Assert.Equal(2, run.Code);
        Assert.Contains("there is no rule set 'moon/cross'", run.Diagnostics, StringComparison.Ordinal);
        Assert.Contains("kraken/spot-margin", run.Diagnostics, StringComparison.Ordinal);
    }
}
