using System.Collections.Immutable;
using System.Diagnostics;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Runtime;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Demo;

/// <summary>Runs the demo: venues, router, gateway and desks in one process, every hop over a real socket.</summary>
/// <param name="settings">What was asked for.</param>
/// <param name="time">The clock.</param>
/// <param name="loggers">Loggers.</param>
internal sealed class DemoRun(DemoSettings settings, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Runs all scenarios; <paramref name="onOutcome"/> sees each as soon as it is over.</summary>
    public async Task<DemoResult> RunAsync(Action<DemoOutcome> onOutcome, Action<PairOutcome> onPair)
    {
        RouterConfiguration configuration = RouterConfigurationLoader.Load(settings.ConfigurationFolder);
        DemoBooks books = new(settings.Recordings);
        await using DemoWorld world = await DemoWorld.StartAsync(InFolder(configuration), new WorldParts(books.SourceOf, DemoAccounts.Create), time);
        DemoObserver observer = new(configuration.Firm);
        RouterServices services = new(world.Secrets, ConfigurationHash.Of(settings.ConfigurationFolder), time, loggers, observer);
        ImmutableArray<DemoOutcome>.Builder outcomes = ImmutableArray.CreateBuilder<DemoOutcome>();
        ImmutableArray<PairOutcome>.Builder pairs = ImmutableArray.CreateBuilder<PairOutcome>();
        await using (RouterRuntime router = new(world.Configuration, services))
        {
            router.Start();
            await WaitUntilReady(observer, router);
            Dictionary<string, DeskClient> desks = await LogOnAsync(world, router);
            try
            {
                Stopwatch elapsed = Stopwatch.StartNew();
                foreach (DemoScenario scenario in DemoScenario.All)
                {
                    DemoOutcome outcome = await PlayAsync(scenario, desks[scenario.Desk], observer);
                    outcomes.Add(outcome);
                    onOutcome(outcome);
                }

                foreach (PairScenario scenario in PairScenario.All)
                {
                    PairOutcome outcome = await PlayAsync(scenario, desks[scenario.Desk], observer);
                    pairs.Add(outcome);
                    onPair(outcome);
                }

                TimeSpan rest = settings.Duration - elapsed.Elapsed;
                if (rest > TimeSpan.Zero)
                    await Task.WhenAny(Task.Delay(rest, time), router.Faulted);
            }
            finally
            {
                foreach (DeskClient desk in desks.Values)
                    desk.Dispose();
            }

            if (router.Faulted.IsCompleted)
                throw new InvalidOperationException("the router stopped", await router.Faulted);
        }

        return new DemoResult(configuration, books.Description, settings.JournalFolder, outcomes.ToImmutable(), pairs.ToImmutable());
    }

    private RouterConfiguration InFolder(RouterConfiguration configuration) => configuration with
    {
        Journal = configuration.Journal with { Directory = settings.JournalFolder },
        Gateway = configuration.Gateway with { StoreDirectory = Path.Combine(settings.Folder, "fix") },
    };

    private async Task WaitUntilReady(DemoObserver observer, RouterRuntime router)
    {
        Task first = await Task.WhenAny(observer.Ready, router.Faulted, Task.Delay(Patience, time));
        if (router.Faulted.IsCompleted)
            throw new InvalidOperationException("the router stopped", await router.Faulted);
        if (first != observer.Ready)
            throw new TimeoutException($"not ready after {Patience.TotalSeconds} s: {observer.Missing}");
    }

    private async Task<Dictionary<string, DeskClient>> LogOnAsync(DemoWorld world, RouterRuntime router)
    {
        Dictionary<string, DeskClient> desks = new(StringComparer.Ordinal);
        foreach (DeskSettings desk in world.Configuration.Desks)
        {
            DeskLogon logon = new(
                desk.CompId, world.Configuration.Gateway.CompId, desk.Username, world.Secrets.Require(desk.PasswordSecret, desk.Name));
            DeskClient client = new(router.DeskEndPoint, logon, time, loggers);
            desks.Add(desk.Name, client);
            client.Start();
            await client.LoggedOn.WaitAsync(Patience, time);
        }

        return desks;
    }

    private async Task<DemoOutcome> PlayAsync(DemoScenario scenario, DeskClient desk, DemoObserver observer)
    {
        string id = $"{scenario.Desk}-{time.GetUtcNow():HHmmssfff}";
        ImmutableArray<DeskReport> reports = await desk.SendAsync(id, "BTC-USD", scenario.Side, scenario.Quantity, Patience);
        return new DemoOutcome(scenario, id, observer.Decisions(id), reports);
    }

    private async Task<PairOutcome> PlayAsync(PairScenario scenario, DeskClient desk, DemoObserver observer)
    {
        string id = $"{scenario.Desk}-{time.GetUtcNow():HHmmssfff}";
        ImmutableArray<DeskReport> reports = await desk.SendPairAsync(id, "BTC-USD", scenario, Patience);
        return new PairOutcome(scenario, id, observer.PairDecisions(id), reports);
    }
}
