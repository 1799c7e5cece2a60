using MarginRouter.Host.Tests.Configuration;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Commands;

/// <summary>Bad options, files and configuration: exit code 2, every error on standard error, nothing on standard output.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData("fly", "fly")]
    [InlineData("demo --fast", "--fast")]
    [InlineData("demo --seconds soon", "soon")]
    [InlineData("demo --recordings /no/such/folder", "--recordings /no/such/folder: no such folder")]
    [InlineData("run --config /no/such/folder", "--config /no/such/folder: no such folder")]
    [InlineData("check-config --config /no/such/folder", "--config /no/such/folder: no such folder")]
    [InlineData("books", "--venue")]
    [InlineData("books --venue kraken", "books")]
    [InlineData("books x.jsonl", "--venue")]
    [InlineData("books x.jsonl --venue nowhere", "--venue nowhere: not one of binance, bybit, coinbase, hyperliquid, kraken, kucoin, okx")]
    [InlineData("books /no/such/file --venue kraken", "/no/such/file: no such file")]
    [InlineData("margin", "margin")]
    [InlineData("margin /no/such/case.json", "/no/such/case.json")]
    [InlineData("replay", "replay")]
    [InlineData("replay /no/such/journal", "/no/such/journal: no such folder")]
    public async Task Run_BadInput_IsExitCode2WithTheReason(string line, string expected)
    {
        CommandRun run = await CommandRun.Of(line.Split(' '));

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Diagnostics, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task Run_NoCommand_IsExitCode2() => Assert.Equal(2, (await CommandRun.Of()).Code);

    [Fact]
    public async Task Replay_FolderWithoutAJournal_IsExitCode2()
    {
        using TemporaryDirectory folder = new();

        CommandRun run = await CommandRun.Of("replay", folder.Path);

        Assert.Equal(2, run.Code);
        Assert.Contains(folder.Path, run.Diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_FolderThatHoldsSomething_IsExitCode2()
    {
        using TemporaryDirectory folder = new();
        File.WriteAllText(folder.PathOf("something"), "else");

        CommandRun run = await CommandRun.Of("demo", "--folder", folder.Path);

        Assert.Equal(2, run.Code);
        Assert.Contains("not empty", run.Diagnostics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckConfig_SeveralFaults_AreAllOnStandardError()
    {
        using ConfigurationFolder folder = new();
        folder.Replace("router.json", "\"port\": 0", "\"port\": -1");
        folder.Replace("desks/alpha.json", "\"maximumAttempts\": 3", "\"maximumAttempts\": 0");

        CommandRun run = await CommandRun.Of("check-config", "--config", folder.Path);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        string[] lines = run.Diagnostics.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("router.json.gateway.port: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("desks/alpha.json.maximumAttempts: ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckConfig_ValidFolder_NamesAccountsMissingSecretsAndCounts()
    {
        using ConfigurationFolder folder = new();

        CommandRun run = await CommandRun.Of("check-config", "--config", folder.Path);

        Assert.Equal(0, run.Code);
        Assert.Empty(run.Diagnostics);
        Assert.Contains("kraken-bravo", run.Output, StringComparison.Ordinal);
        Assert.Contains("note: secret env:DEMO_KRAKEN_ALPHA_KEY of subaccount kraken-alpha is not set", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"margin rule sets: valid{Environment.NewLine}", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{\"rules\": \"no/rules\"}")]
    [InlineData("{\"rules\": \"unmargined/spot\", \"surprise\": 1}")]
    public async Task Margin_BadCase_IsExitCode2(string text)
    {
        using TemporaryDirectory folder = new();
        string file = folder.PathOf("case.json");
        File.WriteAllText(file, text);

        CommandRun run = await CommandRun.Of("margin", file, "--config", Path.Combine(SharedData.Repository, "config"));

        Assert.Equal(2, run.Code);
        Assert.Contains(file, run.Diagnostics, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
