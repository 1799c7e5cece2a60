using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Host.Commands;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Demo;
using MarginRouter.Host.Runtime;
using Microsoft.Extensions.Logging;

namespace MarginRouter.LoadTests.Soak;

/// <summary>
/// Runs the whole router over all simulated venues in one process, every hop over a real socket: orders from a desk and random faults of
/// random venues, then faults alone, then quiet, and then everything must agree.
/// </summary>
internal sealed class SoakRun(SoakOptions options, TextWriter output, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OrderPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);
    private readonly Stopwatch clock = new();
    private readonly Random orderChance = new(options.Seed);
    private readonly List<SoakSample> samples = [];
    private readonly ConcurrentQueue<string> unfinished = new();
    private int sent;

    public async Task<SoakReport> RunAsync()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("marginrouter-soak-");
        try
        {
            return await RunInAsync(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<SoakReport> RunInAsync(string folder)
    {
        string configured = Path.Combine(ConfigurationOption.DefaultFolder, "soak");
        RouterConfiguration loaded = ConfigurationOption.Load(configured);
        RouterConfiguration configuration = loaded with
        {
            Journal = loaded.Journal with { Directory = Path.Combine(folder, "journal") },
            Gateway = loaded.Gateway with { StoreDirectory = Path.Combine(folder, "fix") },
        };
        await using DemoWorld world = await DemoWorld.StartAsync(configuration, SoakAccounts.Parts, time);
        SoakObserver observer = new(configuration.Firm);
        RouterServices services = new(world.Secrets, ConfigurationHash.Of(configured), time, loggers, observer);
        SoakFaults faults = new(world, new Random(options.Seed + 1));
        SoakChecks checks = new(world, configuration, observer);
        RouterRuntime router = new(world.Configuration, services);
        List<string> wrong = [];
        await using (router)
        {
            router.Start();
            wrong.AddRange(await UntilAsync(() => observer.IsReady ? null : $"not ready: {observer.Missing}", StartPatience));
            clock.Start();
            DeskClient desk = await LogOnAsync(world, router);
            try
            {
                if (wrong.Count == 0)
                    wrong.AddRange(await PlayAsync(router, world, desk, faults, checks));
            }
            finally
            {
                desk.Dispose();
            }

            if (router.Faulted.IsCompleted)
                wrong.Add($"the router stopped: {await router.Faulted}");
        }

        wrong.AddRange(world.Failures.Select(failure => $"a simulator failed: {failure}"));
        wrong.AddRange(checks.Engine(router.Engine));
        wrong.AddRange(SoakMemory.Judge(samples));
        return new SoakReport([.. SoakLines.Of(options, sent, observer, faults, samples), .. checks.Lines], wrong);
    }

    private async Task<IReadOnlyList<string>> PlayAsync(RouterRuntime router, DemoWorld world, DeskClient desk, SoakFaults faults, SoakChecks checks)
    {
        using CancellationTokenSource ordersEnd = new(options.Duration * 2 / 3);
        using CancellationTokenSource faultsEnd = new(options.Duration);
        Task sampling = SampleAsync(faultsEnd.Token);
        Task disturbing = DisturbAsync(faults, ordersEnd.Token, faultsEnd.Token);
        List<Task> orders = [];
        await TradeAsync(desk, orders, router, ordersEnd.Token);
        await Task.WhenAny(Task.WhenAll(sampling, disturbing), router.Faulted);
        if (router.Faulted.IsCompleted)
            return [];
        faults.EndAll();
        await Task.WhenAny(Task.WhenAll(orders), router.Faulted);
        List<string> wrong = [.. unfinished];

        // What a fault has held back is followed by something, as at a venue that lives, before the markets stand still.
        await Task.Delay(Settling, time);
        foreach (Simulation.Matching.SimulatedExchange venue in world.Exchanges.Values)
            venue.Pause();
        wrong.AddRange(await UntilAsync(checks.BooksDiffer, EndPatience));
        wrong.AddRange(await UntilAsync(checks.StatementsDiffer, EndPatience));
        Sample();
        return wrong;
    }

    private async Task TradeAsync(DeskClient desk, List<Task> orders, RouterRuntime router, CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1.0 / options.OrdersPerSecond), time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation) && !router.Faulted.IsCompleted)
                orders.Add(OrderAsync(desk, $"soak-{++sent}"));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The time with orders is over.
            return;
        }
    }

    private async Task OrderAsync(DeskClient desk, string id)
    {
        Side side = orderChance.Next(2) == 0 ? Side.Buy : Side.Sell;
        decimal quantity = orderChance.Next(1, 200) / 100m;
        try
        {
            await desk.SendAsync(id, "BTC-USD", side, quantity, OrderPatience);
        }
        catch (TimeoutException)
        {
            unfinished.Enqueue(string.Create(CultureInfo.InvariantCulture, $"order {id} was not over after {OrderPatience.TotalSeconds} s"));
        }
    }

    private async Task DisturbAsync(SoakFaults faults, CancellationToken ordersEnd, CancellationToken faultsEnd)
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(60.0 / options.FaultsPerMinute), time);
        List<Task> lasting = [];
        try
        {
            while (await timer.WaitForNextTickAsync(faultsEnd))
            {
                lasting.RemoveAll(task => task.IsCompleted);
                faults.MovePool();
                lasting.Add(faults.OrderAsync(!ordersEnd.IsCancellationRequested, faultsEnd));
            }
        }
        catch (OperationCanceledException) when (faultsEnd.IsCancellationRequested)
        {
            await Task.WhenAll(lasting);
        }
    }

    /// <summary>Twenty looks over the whole length, on the same beat whatever it is.</summary>
    private async Task SampleAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(options.Duration / 20, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                Sample();
                SoakSample last = samples[^1];
                await output.WriteLineAsync(SoakLines.Of(last));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The last look is taken when everything is quiet.
            return;
        }
    }

    private void Sample() => samples.Add(SoakSample.Take(clock.Elapsed, sent));

    private async Task<DeskClient> LogOnAsync(DemoWorld world, RouterRuntime router)
    {
        DeskSettings desk = world.Configuration.Desks.Single();
        DeskLogon logon = new(desk.CompId, world.Configuration.Gateway.CompId, desk.Username, world.Secrets.Require(desk.PasswordSecret, desk.Name));
        DeskClient client = new(router.DeskEndPoint, logon, time, loggers);
        client.Start();
        await client.LoggedOn.WaitAsync(StartPatience, time);
        return client;
    }

    /// <summary>Waits until nothing is wrong; what still is when patience ends.</summary>
    private async Task<ImmutableArray<string>> UntilAsync(Func<string?> wrong, TimeSpan patience)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            if (wrong() is not { } what)
                return [];
            if (waited.Elapsed > patience)
                return [what];
            await Task.Delay(TimeSpan.FromMilliseconds(100), time);
        }
    }
}
