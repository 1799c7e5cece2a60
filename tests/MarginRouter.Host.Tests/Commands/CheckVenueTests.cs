using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Host.CheckVenue;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Tests.Crash;

namespace MarginRouter.Host.Tests.Commands;

/// <summary>A venue check against simulated venues over sockets.</summary>
public sealed class CheckVenueTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-check-");

    [Theory]
    [InlineData("usdm")]
    [InlineData("prime")]
    [InlineData("kraken")]
    public async Task RunAsync_VenueThatAnswers_EveryStepIsOkAndNothingIsSent(string name)
    {
        await using CrashVenues venues = await StartAsync();
        VenueCheckReport report = await CheckAsync(name, Secrets());
        Assert.True(report.Connects, Text(report));
        Assert.Equal(
            ["configuration", "secret", "endpoint", "book", "mark", "clock", "statement", "orders"],
            report.Steps.Select(step => step.Name).Distinct());
        Assert.Contains(report.Steps, step => step.Name == "statement" && step.Detail.Contains("balances", StringComparison.Ordinal));
        Assert.All(Sent(venues), count => Assert.Equal(0, count));
    }

    [Fact]
    public async Task RunAsync_SecretThatTheVenueRefuses_MarketDataConnectsAndTheStatementFailsWithTheVenuesWord()
    {
        await using CrashVenues venues = await StartAsync();
        string wrong = Convert.ToBase64String("not the secret"u8);
        VenueCheckReport report = await CheckAsync("kraken", Secrets().SetItem("env:CRASH_KRAKEN_SECRET", wrong));
        Assert.False(report.Connects);
        Assert.Equal(VenueCheckOutcome.Ok, Outcome(report, "book"));
        Assert.Equal(VenueCheckOutcome.Failed, Outcome(report, "statement"));
        Assert.Equal(VenueCheckOutcome.Failed, Outcome(report, "orders"));
        Assert.Contains("EAPI", report.Steps.First(step => step.Name == "statement").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_SecretNotSet_MarketDataIsCheckedAndTheAccountIsSkippedByName()
    {
        await using CrashVenues venues = await StartAsync();
        VenueCheckReport report = await CheckAsync("usdm", Secrets().Remove("env:CRASH_USDM_SECRET"));
        Assert.False(report.Connects);
        Assert.Contains(report.Steps, step => step is { Name: "secret", Outcome: VenueCheckOutcome.Failed } && step.Detail.Contains("env:CRASH_USDM_SECRET", StringComparison.Ordinal));
        Assert.Equal(VenueCheckOutcome.Ok, Outcome(report, "book"));
        Assert.Equal(VenueCheckOutcome.Skipped, Outcome(report, "statement"));
        Assert.Equal(VenueCheckOutcome.Skipped, Outcome(report, "orders"));
    }

    [Fact]
    public async Task RunAsync_NobodyListens_TheEndpointFailsAndTheAdapterIsNotStarted()
    {
        CrashVenues venues = await StartAsync();
        await venues.DisposeAsync();
        VenueCheckReport report = await CheckAsync("usdm", Secrets());
        Assert.False(report.Connects);
        Assert.All(report.Steps.Where(step => step.Name == "endpoint"), step => Assert.Equal(VenueCheckOutcome.Failed, step.Outcome));
        Assert.Equal(VenueCheckOutcome.Skipped, Outcome(report, "adapter"));
        Assert.DoesNotContain(report.Steps, step => step.Name is "book" or "orders");
    }

    [Fact]
    public async Task CheckVenue_Json_NamesEveryStepAndExitsWithOneWithoutSecrets()
    {
        await using CrashVenues venues = await StartAsync();
        CommandRun run = await CommandRun.Of("check-venue", "kraken", "--config", Files().Folder, "--seconds", "20", "--json");
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(1, run.Code);
        Assert.False(document.RootElement.GetProperty("connects").GetBoolean());
        Assert.Contains(
            document.RootElement.GetProperty("steps").EnumerateArray(),
            step => step.GetProperty("name").GetString() == "book" && step.GetProperty("outcome").GetString() == "ok");
    }

    [Theory]
    [InlineData("elsewhere", "15", "venue elsewhere: not configured; there is usdm, prime, kraken")]
    [InlineData("kraken", "0", "--seconds 0")]
    public async Task CheckVenue_BadInput_IsNamed(string venue, string seconds, string expected)
    {
        await using CrashVenues venues = await StartAsync();
        CommandRun run = await CommandRun.Of("check-venue", venue, "--config", Files().Folder, "--seconds", seconds);
        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Diagnostics, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(true);

    private static int[] Sent(CrashVenues venues) => [venues.Futures.Exchange.Receptions().Length, venues.Prime.Exchange.Receptions().Length, venues.Kraken.Exchange.Receptions().Length];

    private static ImmutableDictionary<string, string> Secrets() =>
        CrashConfiguration.Secrets.ToImmutableDictionary(secret => $"env:{secret.Key}", secret => secret.Value);

    private static VenueCheckOutcome Outcome(VenueCheckReport report, string step) => report.Steps.First(each => each.Name == step).Outcome;

    private static string Text(VenueCheckReport report) =>
        string.Join(Environment.NewLine, [.. report.Steps.Select(step => $"{step}"), .. report.Remarks]);

    private CrashConfiguration Files() => new(folder.FullName);

    private async Task<CrashVenues> StartAsync()
    {
        CrashConfiguration files = Files();
        return await CrashVenues.StartAsync(files, 1_000_000m, new VenueRules());
    }

    private Task<VenueCheckReport> CheckAsync(string name, ImmutableDictionary<string, string> secrets, TimeSpan? patience = null) =>
        new VenueCheck(Files().Load(), new SecretSource(secrets), TimeProvider.System).RunAsync(name, patience ?? Patience, CancellationToken.None);
}
