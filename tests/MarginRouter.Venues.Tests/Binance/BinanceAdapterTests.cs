using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Tests.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Binance;

public sealed class BinanceAdapterTests
{
    [Theory]
    [InlineData("binance spot")]
    [InlineData("binance usdm")]
    public async Task Send_SameChildTwice_IsLostAndNotRefused(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, 100.0m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 1m, "a fill");
        world.Adapter.Send(new SendChild(terms, VenueWorld.Now.PlusMilliseconds(10_000)));
        await world.Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id);
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildRefused);
        Assert.Equal(1m, world.FilledQuantity(terms));
    }

    /// <summary>Wire to rules: the simulated venue's brackets arrive as an event and win over the file that they agree with.</summary>
    [Fact]
    public async Task Connect_UsdMargined_ReportsTablesThatTheRulesTake()
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync("binance usdm");
        MarginTablesReceived received = await world.Sink.WaitForAsync<MarginTablesReceived>(_ => true);
        InstrumentTiers table = Assert.Single(received.Tables);
        Assert.True(table.Tiers.Length > 1);
        string file = Path.Combine(SharedData.Repository, "config", "margin", "binance", "usdm-cross.json");
        MarginRuleSet rules = MarginRuleSetJson.Read(file, "binance/usdm-cross", await File.ReadAllBytesAsync(file), out _)!;
        LiveMarginTables tables = new([rules]);
        tables.Expire(rules.Name);
        Assert.Empty(tables.Take(received.Subaccount, rules.Name, received.Tables));
        Assert.False(tables.IsExpired(received.Subaccount, rules.Name));
        Assert.Equal(table.Tiers.Select(tier => (tier.To, tier.MaintenanceRate)), tables.Find(received.Subaccount, rules.Name)!.FindTiers(table.Instrument)!.Tiers.Select(tier => (tier.To, tier.MaintenanceRate)));
    }

    [Fact]
    public async Task Send_WithoutConnection_IsDroppedWithTheReason()
    {
        RecordedSink sink = new();
        BinanceOptions options = Options([new BinanceAccount(new SubaccountId(0), "key", "secret")]);
        await using BinanceSpotAdapter adapter = new(options, sink, TimeProvider.System, NullLogger<BinanceSpotAdapter>.Instance);
        using CancellationTokenSource stop = new();
        Task running = adapter.RunAsync(stop.Token);
        ChildOrderTerms terms = Terms(subaccount: 0, instrument: 0);
        adapter.Send(new SendChild(terms, VenueWorld.Now.PlusMilliseconds(10_000)));
        ChildDropped dropped = await sink.WaitForAsync<ChildDropped>(drop => drop.Child == terms.Id);
        Assert.Contains("down", dropped.Reason, StringComparison.Ordinal);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(7, 0, false, "no key")]
    [InlineData(0, 9, false, "instrument")]
    [InlineData(0, 0, true, "reduce-only")]
    public async Task Send_ThatTheMarketCannotTake_IsDroppedWithTheReason(int subaccount, int instrument, bool reduceOnly, string reason)
    {
        RecordedSink sink = new();
        BinanceOptions options = Options([new BinanceAccount(new SubaccountId(0), "key", "secret")]);
        await using BinanceSpotAdapter adapter = new(options, sink, TimeProvider.System, NullLogger<BinanceSpotAdapter>.Instance);
        using CancellationTokenSource stop = new();
        Task running = adapter.RunAsync(stop.Token);
        ChildOrderTerms terms = Terms(subaccount, instrument) with { ReduceOnly = reduceOnly };
        adapter.Send(new SendChild(terms, VenueWorld.Now.PlusMilliseconds(10_000)));
        ChildDropped dropped = await sink.WaitForAsync<ChildDropped>(drop => drop.Child == terms.Id);
        Assert.Contains(reason, dropped.Reason, StringComparison.Ordinal);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Send_AfterTheAdapterStopped_IsDropped()
    {
        RecordedSink sink = new();
        BinanceOptions options = Options([new BinanceAccount(new SubaccountId(0), "key", "secret")]);
        await using BinanceSpotAdapter adapter = new(options, sink, TimeProvider.System, NullLogger<BinanceSpotAdapter>.Instance);
        using CancellationTokenSource stop = new();
        Task running = adapter.RunAsync(stop.Token);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        ChildOrderTerms terms = Terms(subaccount: 0, instrument: 0);
        adapter.Send(new SendChild(terms, VenueWorld.Now.PlusMilliseconds(10_000)));
        await sink.WaitForAsync<ChildDropped>(drop => drop.Child == terms.Id);
    }

    [Fact]
    public void New_OptionsThatCannotWork_AreRefused()
    {
        BinanceAccount account = new(new SubaccountId(0), "key", "secret");
        Assert.Throws<VenueConfigurationException>(() => Make(Options([]) with { Instruments = [] }));
        Assert.Throws<VenueConfigurationException>(() => Make(Options([account, account])));
    }

    private static BinanceSpotAdapter Make(BinanceOptions options) =>
        new(options, new RecordedSink(), TimeProvider.System, NullLogger<BinanceSpotAdapter>.Instance);

    private static ChildOrderTerms Terms(int subaccount, int instrument) => new(
        new ChildOrderId(new ParentOrderId(1), 1, 0),
        new SubaccountId(subaccount),
        new InstrumentId(instrument),
        Side.Buy,
        new QuantityLots(1),
        new PriceTicks(100),
        ReduceOnly: false);

    /// <summary>Addresses of loopback's discard port, where nobody listens.</summary>
    private static BinanceOptions Options(BinanceAccount[] accounts) => new()
    {
        Venue = new VenueId(0),
        Name = "nowhere",
        Endpoints = new BinanceEndpoints(new Uri("http://127.0.0.1:9"), new Uri("ws://127.0.0.1:9"), new Uri("ws://127.0.0.1:9")),
        Instruments = [TestInstruments.Spot(0.01m, 0.001m)],
        Accounts = [.. accounts],
        ClientOrderIds = new ClientOrderIdFormat("abc"),
    };
}
