using System.Security.Cryptography;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Binance;
using MarginRouter.Testing;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Tests.Conformance;
using MarginRouter.Venues.Trading;
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

    /// <summary>The simulated venue checks the signatures of every request by the key's public half.</summary>
    [Theory]
    [InlineData(BinanceMarketKind.Spot)]
    [InlineData(BinanceMarketKind.UsdMargined)]
    public async Task Connect_WithAnRsaKey_SignsWhatTheVenueTakes(BinanceMarketKind kind)
    {
        using RSA key = RSA.Create(2048);
        await using BinanceFixture fixture = new(kind, key.ExportPkcs8PrivateKeyPem());
        RecordedSink sink = new();
        await fixture.StartAsync();
        await using IVenueAdapter adapter = fixture.CreateAdapter(sink, new ClientOrderIdFormat("rsa"), VenuePace.Patient);
        using CancellationTokenSource stop = new();
        Task running = adapter.RunAsync(stop.Token);
        await sink.WaitForAsync<VenueConnectionChanged>(changed => changed.Connected);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(BinanceMarketKind.Spot, SelfTradePrevention.CancelIncoming, true)]
    [InlineData(BinanceMarketKind.UsdMargined, SelfTradePrevention.CancelIncoming, true)]
    [InlineData(BinanceMarketKind.Spot, SelfTradePrevention.CancelBoth, false)]
    public async Task Send_ThatWouldMeetAnOwnOrder_EndsAsTheChosenPreventionSays(BinanceMarketKind kind, SelfTradePrevention prevention, bool restingStays)
    {
        await using BinanceFixture fixture = new(kind) { SelfTradePrevention = prevention };
        RecordedSink sink = new();
        await fixture.StartAsync();
        await using IVenueAdapter adapter = fixture.CreateAdapter(sink, new ClientOrderIdFormat("stp"), VenuePace.Patient);
        using CancellationTokenSource stop = new();
        Task running = adapter.RunAsync(stop.Token);
        await sink.WaitForAsync<VenueConnectionChanged>(changed => changed.Connected);
        Assert.True(fixture.Instrument.TryPrice(99.95m, out PriceTicks price) || fixture.Instrument.TryPrice(99.9m, out price));
        Assert.True(fixture.Instrument.TryQuantity(0.5m, out QuantityLots half));
        fixture.Exchange.Market(fixture.Instrument.Symbol).SetLevel(BookSide.Bid, 99.9m, 0m);
        ChildOrderTerms resting = new(new ChildOrderId(new ParentOrderId(1), 1, 0), fixture.Subaccount, fixture.Instrument.Id, Side.Sell, half, price, ReduceOnly: false);
        ChildOrderTerms incoming = resting with { Id = new ChildOrderId(new ParentOrderId(2), 1, 0), Side = Side.Buy };
        ((IStandingOrders)adapter).Send(new SendChild(resting, VenueWorld.Now.PlusMilliseconds(10_000)), OrderStanding.Resting);
        await sink.WaitForAsync<ChildAccepted>(accepted => accepted.Child == resting.Id);
        adapter.Send(new SendChild(incoming, VenueWorld.Now.PlusMilliseconds(10_000)));
        ChildEnded ended = await sink.WaitForAsync<ChildEnded>(end => end.Child == incoming.Id);
        Assert.True(ended.CumulativeQuantity.IsZero);
        Assert.Contains("EXPIRED_IN_MATCH", ended.Reason, StringComparison.Ordinal);
        Assert.Equal(restingStays ? 1 : 0, fixture.Exchange.OpenOrders(fixture.Exchange.Account("main")).Length);
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
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

    [Fact]
    public void New_CoinMarginedWithAnAccount_IsRefused()
    {
        BinanceAccount account = new(new SubaccountId(0), "key", "secret");
        VenueConfigurationException fault = Assert.Throws<VenueConfigurationException>(() =>
            new BinanceCoinmAdapter(Options([account]), new RecordedSink(), TimeProvider.System, NullLogger<BinanceCoinmAdapter>.Instance));
        Assert.Contains("market data alone", fault.Message, StringComparison.Ordinal);
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
