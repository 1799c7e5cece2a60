using System.Text.Json;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Tests.Commands;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>Venues whose margin tables a test may alter, a router that believes the published ones, and the comparisons in its journal.</summary>
internal sealed class DriftWorld : IAsyncDisposable
{
    public static readonly SubaccountId Futures = new(0);
    public static readonly SubaccountId Prime = new(1);
    public static readonly SubaccountId Kraken = new(2);

    private readonly DirectoryInfo folder;
    private readonly CrashConfiguration files;
    private readonly JournalView journal;

    private DriftWorld(DirectoryInfo folder, CrashConfiguration files, CrashVenues venues)
    {
        RouterConfiguration configuration = files.Load();
        this.files = files;
        this.folder = folder;
        Venues = venues;
        journal = new JournalView(configuration);
        Router = new ObservedRouter(configuration);
    }

    public CrashVenues Venues { get; }

    public ObservedRouter Router { get; }

    /// <summary>Starts everything; statements come every fifth of a second.</summary>
    /// <param name="rules">What the venues margin by.</param>
    /// <param name="futuresBalance">Collateral at the futures venue.</param>
    /// <param name="configure">Changes the router's files before it reads them.</param>
    public static async Task<DriftWorld> StartAsync(VenueRules rules, decimal futuresBalance, Action<CrashConfiguration>? configure = null)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-drift-");
        CrashConfiguration files = new(folder.FullName);
        CrashVenues venues = await CrashVenues.StartAsync(files, futuresBalance, rules);
        foreach (string file in new[] { "venues/1-usdm.json", "venues/2-prime.json", "venues/3-kraken.json" })
            files.Replace(file, "\"livenessMilliseconds\": 600000,", "\"livenessMilliseconds\": 600000, \"statementMilliseconds\": 200,");
        if (rules.Prime is not null)
            files.Replace("venues/2-prime.json", "unmargined/spot", rules.Prime.Name);
        if (rules.IsFuturesIsolated)
            files.Replace("venues/1-usdm.json", "binance/usdm-cross", "binance/usdm-isolated");
        configure?.Invoke(files);
        DriftWorld world = new(folder, files, venues);
        await world.Router.StartAsync();
        return world;
    }

    /// <summary>The comparisons of an account so far.</summary>
    public MarginComparison[] Comparisons(SubaccountId account) =>
        [.. journal.Records().Select(record => record.Comparison).OfType<MarginComparison>().Where(comparison => comparison.Subaccount == account)];

    /// <summary>Waits until the comparisons of an account satisfy.</summary>
    public Task UntilAsync(SubaccountId account, Func<MarginComparison[], bool> fits, string what) => Patience.UntilAsync(
        () => fits(Comparisons(account)), what, () => string.Join("; ", Comparisons(account).TakeLast(5).Select(Text)));

    /// <summary>Buys or sells at the futures venue and waits for the end.</summary>
    public Task<ReportParent> TradeAsync(string id, Side side, decimal quantity) => TradeAsync(CrashConfiguration.FuturesDesk, id, side, quantity);

    /// <summary>Buys or sells for a desk and waits for the end.</summary>
    public Task<ReportParent> TradeAsync(string desk, string id, Side side, decimal quantity)
    {
        Router.Order(desk, id, side, quantity);
        return Router.FinalAsync(id);
    }

    /// <summary>Waits until an account is free: so many statements in a row agree.</summary>
    public Task AgreementAsync(SubaccountId account, string what) => UntilAsync(
        account, all => all.Length > 3 && all[^3..].All(each => each.Outcome == ReconciliationOutcome.Agrees), what);

    /// <summary>Waits for an alarm that begins with a code and names something.</summary>
    public Task AlarmAsync(string code, string subject) => Patience.UntilAsync(
        () => Router.Alarms.Any(alarm => alarm.StartsWith($"Alarm {code}:", StringComparison.Ordinal) && alarm.Contains(subject, StringComparison.Ordinal)),
        $"alarm {code} of {subject}",
        () => string.Join("; ", Router.Alarms));

    /// <summary>What the command says of the journal.</summary>
    public Task<CommandRun> ReportAsync() => CommandRun.Of("reconciliation", files.JournalFolder, "--config", files.Folder);

    /// <summary>The accounts of the journal under the published scenarios, as one document.</summary>
    public async Task<JsonElement> StressAsync(params string[] more)
    {
        string scenarios = Path.Combine(SharedData.Repository, "config", "stress");
        CommandRun run = await CommandRun.Of(["stress", "--journal", files.JournalFolder, "--config", files.Folder, "--scenarios", scenarios, "--json", .. more]);
        Assert.True(run.Code == 0, run.Diagnostics + run.Output);
        return JsonElement.Parse(run.Output);
    }

    /// <summary>A comparison in words.</summary>
    public static string Text(MarginComparison comparison) =>
        $"{comparison.Outcome} {comparison.Error} {string.Join(", ", comparison.Figures)} {comparison.LocalUnknown}";

    public async ValueTask DisposeAsync()
    {
        await Router.DisposeAsync();
        await Venues.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
