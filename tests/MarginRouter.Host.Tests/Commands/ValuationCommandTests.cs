using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Host.Tests.Journal;
using MarginRouter.Testing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Commands;

public sealed class ValuationCommandTests
{
    private static readonly Instant Start = Instant.FromMilliseconds(1_800_000_000_000);

    [Fact]
    public async Task Run_JournalOfALife_TellsWhatTheEngineKnew()
    {
        using TemporaryDirectory folder = new();
        TestSession session = JournalLives.Of(seed: 5, steps: 400);
        JournalLives.Write(folder.Path, session.Journal);
        CommandRun run = await CommandRun.Of("valuation", folder.Path, "--json");
        Assert.Equal(0, run.Code);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        ValuationReport[] known = [.. session.Engine.Valuation.Report(session.Journal[^1].At)];
        JsonElement[] told = [.. document.RootElement.GetProperty("sources").EnumerateArray()];
        Assert.Equal(known.Select(report => (report.Price, report.Source, report.Failures)), told.Select(Key));
        Assert.Contains(told, report => report.GetProperty("failures").GetInt64() > 0);
        Assert.NotEqual(0, document.RootElement.GetProperty("prices").GetArrayLength());
    }

    [Fact]
    public async Task Run_FailureAndRestart_CountsTheTimeOfEachStateAndNotBetweenRuns()
    {
        using TemporaryDirectory folder = new();
        JournalLives.Write(
            folder.Path,
            [
                Said(0, "s", SourceStatus.Usable), Price(0, 0), Said(10, "s", SourceStatus.Stale), Price(10, 1), Price(13, null),
                new JournalEntry(After(100), new RecoveryCompleted(), null), Price(101, 0), Price(104, null),
            ]);
        CommandRun run = await CommandRun.Of("valuation", folder.Path, "--json");
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement[] told = [.. document.RootElement.GetProperty("sources").EnumerateArray()];
        Assert.Equal(("X", null, 2L), Key(told[0]));
        Assert.Equal((3m, 0m), (told[0].GetProperty("fallbackSeconds").GetDecimal(), told[0].GetProperty("unusableSeconds").GetDecimal()));
        Assert.Equal(("X", "s", 1L), Key(told[1]));
        Assert.Equal(3m, told[1].GetProperty("unusableSeconds").GetDecimal());
        Assert.Equal(JsonValueKind.Null, told[1].GetProperty("present").ValueKind);
    }

    [Fact]
    public async Task Run_NoJournal_IsBadInput()
    {
        using TemporaryDirectory folder = new();
        Assert.Equal(2, (await CommandRun.Of("valuation", folder.Path)).Code);
        Assert.Equal(2, (await CommandRun.Of("valuation", Path.Combine(folder.Path, "nowhere"))).Code);
    }

    private static (string, string?, long) Key(JsonElement report) =>
        (report.GetProperty("price").GetString()!, report.GetProperty("source").GetString(), report.GetProperty("failures").GetInt64());

    private static Instant After(long seconds) => Start.PlusMilliseconds(seconds * 1_000);

    private static JournalEntry Said(long seconds, string source, SourceStatus status) =>
        new(After(seconds), null, null) { Valuation = new ValuationChange("X", source, status, null, null) };

    private static JournalEntry Price(long seconds, int? place) => new(After(seconds), null, null)
    {
        Valuation = place is null
            ? new ValuationChange("X", null, SourceStatus.Missing, null, null)
            : new ValuationChange("X", null, SourceStatus.Usable, place, ValuationMethod.FirstSource),
    };
}
