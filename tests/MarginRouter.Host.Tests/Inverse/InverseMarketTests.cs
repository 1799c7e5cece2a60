using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Demo;
using MarginRouter.Host.Runtime;
using MarginRouter.Host.Tests.Configuration;
using MarginRouter.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Host.Tests.Inverse;

/// <summary>Inverse contracts are watched and not traded: a running router keeps their books and marks beside what it routes.</summary>
public sealed class InverseMarketTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Run_WithInverseContractsOfTwoVenues_KeepsTheirBooksAndMarks()
    {
        using ConfigurationFolder folder = new();
        using TemporaryDirectory data = new();
        foreach (string venue in (string[])["binance-coinm.json", "kraken-futures.json"])
            folder.Write($"venues/{venue}", await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "config", "venues", venue)));
        RouterConfiguration loaded = RouterConfigurationLoader.Load(folder.Path);
        RouterConfiguration configuration = loaded with
        {
            Journal = loaded.Journal with { Directory = data.PathOf("journal") },
            Gateway = loaded.Gateway with { StoreDirectory = data.PathOf("fix") },
        };
        ImmutableArray<Instrument> inverse = [.. configuration.Firm.Reference.Instruments.Where(instrument => instrument.IsInverse)];
        Assert.Equal(["BTCUSD_PERP", "PI_XBTUSD"], inverse.Select(instrument => instrument.Symbol).Order(StringComparer.Ordinal));
        await using DemoWorld world = await DemoWorld.StartAsync(configuration, new WorldParts(new DemoBooks(null).SourceOf, DemoAccounts.Create), TimeProvider.System);
        DemoObserver observer = new(configuration.Firm);
        RouterServices services = new(world.Secrets, "test", TimeProvider.System, NullLoggerFactory.Instance, observer);
        await using (RouterRuntime router = new(world.Configuration, services))
        {
            router.Start();

            // Ready: every venue connected, every book live and every contract with a mark, these among them.
            Task first = await Task.WhenAny(observer.Ready, router.Faulted, Task.Delay(Patience));
            Assert.True(first == observer.Ready, $"not ready: {observer.Missing}; {(router.Faulted.IsCompleted ? (await router.Faulted).ToString() : "no fault")}");
        }

        Assert.Empty(world.Failures);
    }
}
