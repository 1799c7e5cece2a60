using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>The adapter against the simulated venue over real sockets on loopback.</summary>
public sealed class KrakenSpotAdapterTests
{
    [Fact]
    public async Task Run_Started_BookMarkAndStatementsCome()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();

        BookImage book = world.Sink.Book(KrakenWorld.Bitcoin.Id)!;
        Assert.Equal(BookState.Live, book.State);
        Assert.Equal([1000L, 1001L, 1005L], book.Levels(BookSide.Ask).ToArray().Select(level => level.Price.Value));
        Assert.Equal([999L, 990L], book.Levels(BookSide.Bid).ToArray().Select(level => level.Price.Value));
        MarkPriceReceived mark = await world.Sink.WaitForAsync<MarkPriceReceived>(_ => true);
        Assert.Equal(99.95m, mark.Price);
        AccountSnapshot spot = Statement(world, KrakenWorld.Spot);
        Assert.Equal([("BTC", 4m), ("USD", 10_000m)], Amounts(spot));
        Assert.Empty(spot.Positions);
        PositionSnapshot flat = Assert.Single(Statement(world, KrakenWorld.Margin).Positions);
        Assert.Equal((true, 5m), (flat.Quantity.IsFlat, flat.Leverage!.Value));
        await world.Sink.UntilAsync(() => world.Sink.LivenessSignals > 1, "liveness of the quiet book");
    }

    [Fact]
    public async Task Send_FillsOverTwoLevels_AcceptedThenEveryTradeWithItsFee()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();
        ChildOrderTerms terms = world.Send(KrakenWorld.Spot, Side.Buy, 3, 100.1m);

        await world.Sink.UntilAsync(() => world.Of(terms).OfType<ChildFilled>().Count() == 2, "two fills");
        IReadOnlyList<InboundEvent> said = world.Of(terms);
        Assert.IsType<ChildAccepted>(said[0]);
        Fill[] fills = [.. said.OfType<ChildFilled>().Select(filled => filled.Fill)];
        Assert.Equal([(100.0m, KrakenWorld.Lots(1)), (100.1m, KrakenWorld.Lots(2))], fills.Select(fill => (fill.Price, fill.Quantity)));
        Assert.Equal([0.4m, 0.8008m], fills.Select(fill => fill.Fee));
        Assert.All(fills, fill => Assert.Equal(new Asset("USD"), fill.FeeAsset));
        Assert.Equal(3, said.Count);
    }

    [Fact]
    public async Task Send_SpotAccountTrades_BalanceChannelStatesExactlyTheFillsUpToItsTime()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync(options => options with { StatementInterval = TimeSpan.FromHours(1) });
        ChildOrderTerms terms = world.Send(KrakenWorld.Spot, Side.Buy, 3, 100.1m);
        await world.Sink.UntilAsync(() => world.Of(terms).OfType<ChildFilled>().Count() == 2, "two fills");

        Instant last = world.Of(terms).OfType<ChildFilled>().Last().Fill.VenueTime;
        AccountReported reported = await world.Sink.WaitForAsync<AccountReported>(one => one.Snapshot.Subaccount == KrakenWorld.Spot && one.Snapshot.AsOf == last);
        Assert.Equal([("BTC", 7m), ("USD", 10_000 - 300.2m - 1.2008m)], Amounts(reported.Snapshot));
    }

    [Fact]
    public async Task Send_PartlyFillable_EndsWithWhatFilled()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();
        ChildOrderTerms terms = world.Send(KrakenWorld.Spot, Side.Buy, 2, 100.0m);

        ChildEnded ended = await world.Sink.WaitForAsync<ChildEnded>(one => one.Child == terms.Id);
        Assert.Equal(KrakenWorld.Lots(1), ended.CumulativeQuantity);
        Assert.Equal(KrakenWorld.Lots(1), Assert.Single(world.Of(terms).OfType<ChildFilled>()).Fill.Quantity);
        Assert.Empty(world.Of(terms).OfType<ChildLost>());
    }

    [Fact]
    public async Task Send_NotEnoughFunds_IsRefusedInTheVenuesWords()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();
        ChildOrderTerms terms = world.Send(KrakenWorld.Spot, Side.Buy, 400, 100.5m);

        ChildRefused refused = await world.Sink.WaitForAsync<ChildRefused>(one => one.Child == terms.Id);
        Assert.Equal(("EOrder", "EOrder:Insufficient funds"), (refused.Code, refused.Message));
        Assert.Single(world.Of(terms));
    }

    [Fact]
    public async Task Send_DeadlinePassed_IsDroppedUnsent()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();
        ChildOrderTerms terms = new(new ChildOrderId(new ParentOrderId(77), 1, 0), KrakenWorld.Spot, KrakenWorld.Bitcoin.Id, Side.Buy, KrakenWorld.Lots(1), new PriceTicks(1000), false);
        world.Adapter.Send(new SendChild(terms, new Instant(KrakenWorld.Now().Nanoseconds - 1)));

        Assert.IsType<ChildDropped>(Assert.Single(world.Of(terms)));
        Assert.Equal(0, world.Simulator.Exchange.CountReceptions(world.Ids.Format(terms.Id)));
    }

    [Fact]
    public async Task Send_AnswerAndReportsWithheld_IsLostThenTheQueryTellsAll()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync(options => options with { AnswerTimeout = TimeSpan.FromMilliseconds(400) });
        world.Simulator.Exchange.Faults.WithholdAnswers(1);
        ChildOrderTerms terms = world.Send(KrakenWorld.Margin, Side.Buy, 3, 100.1m);
        await world.Sink.WaitForAsync<ChildLost>(one => one.Child == terms.Id);

        world.Adapter.Query(new QueryChild(terms, null));
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(one => one.Child == terms.Id);
        Assert.Equal((VenueOrderState.Filled, KrakenWorld.Lots(3)), (status.State, status.CumulativeQuantity));
        Assert.Equal(300.2m / 3, status.AveragePrice);
        Assert.Equal(1.2008m, status.CumulativeFee);
        Assert.Equal([KrakenWorld.Lots(1), KrakenWorld.Lots(2)], world.Of(terms).OfType<ChildFilled>().Select(filled => filled.Fill.Quantity));
        Assert.IsType<ChildStatusReported>(world.Of(terms)[^1]);

        string[] known = [.. world.Of(terms).OfType<ChildFilled>().Select(filled => filled.Fill.VenueTradeId)];
        world.Simulator.Exchange.Faults.ReleaseWithheld();
        await world.Sink.UntilAsync(() => world.Of(terms).OfType<ChildFilled>().Count() == 4, "the same trades from the stream");
        Assert.Equal(known, world.Of(terms).OfType<ChildFilled>().Skip(2).Select(filled => filled.Fill.VenueTradeId));
    }

    [Fact]
    public async Task Query_OrderNeverArrived_IsNotFoundOnlyAfterItsDeadline()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync(options => options with { AnswerTimeout = TimeSpan.FromMilliseconds(200) });
        world.Simulator.Exchange.Faults.SwallowOrders(1);
        Instant sentAt = KrakenWorld.Now();
        ChildOrderTerms terms = world.Send(KrakenWorld.Spot, Side.Buy, 1, 100.0m);
        await world.Sink.WaitForAsync<ChildLost>(one => one.Child == terms.Id);

        world.Adapter.Query(new QueryChild(terms, null));
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(one => one.Child == terms.Id);
        Assert.Equal(VenueOrderState.NotFound, status.State);
        Assert.True(KrakenWorld.Now().NanosecondsSince(sentAt) > world.Options.OrderDeadline.Ticks * 100);
    }

    [Fact]
    public async Task Disconnect_Private_VenueGoesDownLosesOpenChildrenAndComesBack()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();
        world.Simulator.Exchange.Faults.WithholdAnswers(1);
        ChildOrderTerms terms = world.Send(KrakenWorld.Spot, Side.Buy, 1, 100.0m);
        await world.Sink.UntilAsync(() => world.Simulator.Exchange.CountReceptions(world.Ids.Format(terms.Id)) == 1, "arrival");
        int from = world.Sink.Events.Count;
        world.Simulator.Exchange.Faults.Disconnect(ConnectionKinds.Private);

        await world.Sink.WaitForAsync<VenueConnectionChanged>(change => !change.Connected, from);
        await world.Sink.WaitForAsync<ChildLost>(one => one.Child == terms.Id, from);
        await world.Sink.WaitForAsync<VenueConnectionChanged>(change => change.Connected, from);
        ChildOrderTerms next = world.Send(KrakenWorld.Spot, Side.Sell, 1, 99.9m);
        await world.Sink.WaitForAsync<ChildFilled>(one => one.Fill.Child == next.Id, from);
    }

    [Fact]
    public async Task Disconnect_Public_BookIsStaleUntilTheNewSnapshot()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();
        world.Simulator.Exchange.Faults.Disconnect(ConnectionKinds.Public);

        await world.Sink.UntilAsync(
            () => world.Sink.States.Select(state => state.State).SequenceEqual([BookState.Live, BookState.Stale, BookState.Live]), "stale, then live");
        Assert.DoesNotContain(world.Sink.Events.OfType<VenueConnectionChanged>(), change => !change.Connected);
    }

    [Fact]
    public async Task Silence_LongerThanTheLimit_BookIsStaleAndTheSocketIsOpenedAnew()
    {
        // The simulated venue's heartbeats come once a second.
        await using KrakenWorld world = await KrakenWorld.StartAsync(options => options with { LivenessLimit = TimeSpan.FromMilliseconds(300) });
        await world.Sink.UntilAsync(
            () => world.Sink.States.Select(state => state.State).Take(3).SequenceEqual([BookState.Live, BookState.Stale, BookState.Live]), "stale, then live");
    }

    [Fact]
    public async Task Update_WrongChecksum_BookIsDroppedAndSubscribedAgain()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();
        world.Simulator.Exchange.Faults.CorruptChecksums(1);
        world.Send(KrakenWorld.Spot, Side.Buy, 1, 100.0m);
        await world.Sink.WaitForAsync<ChildFilled>(_ => true);
        world.Simulator.Exchange.Publish();

        await world.Sink.UntilAsync(
            () => world.Sink.States.Select(state => state.State).SequenceEqual([BookState.Live, BookState.Gapped, BookState.Live]), "gapped, then live");
        Assert.Equal(1001, world.Sink.Book(KrakenWorld.Bitcoin.Id)!.Levels(BookSide.Ask)[0].Price.Value);
    }

    [Fact]
    public async Task Send_MarginAccount_OpensAPositionThatTheNextStatementShows()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();
        ChildOrderTerms terms = world.Send(KrakenWorld.Margin, Side.Sell, 2, 99.0m);
        await world.Sink.UntilAsync(() => world.Of(terms).OfType<ChildFilled>().Count() == 2, "two fills");
        Instant last = world.Of(terms).OfType<ChildFilled>().Last().Fill.VenueTime;

        AccountReported reported = await world.Sink.WaitForAsync<AccountReported>(
            one => one.Snapshot.Subaccount == KrakenWorld.Margin && one.Snapshot.AsOf >= last);
        PositionSnapshot position = Assert.Single(reported.Snapshot.Positions);
        Assert.Equal((-200_000_000L, 99.45m, 5m), (position.Quantity.Value, position.EntryPrice, position.Leverage!.Value));
        Assert.Contains(("BTC", 4m), Amounts(reported.Snapshot));
        Assert.All(
            world.Sink.Events.OfType<AccountReported>().Where(one => one.Snapshot.Subaccount == KrakenWorld.Margin && one.Snapshot.AsOf < last),
            one => Assert.True(one.Snapshot.Positions[0].Quantity.IsFlat));
    }

    [Fact]
    public async Task SystemStatus_CancelOnly_TakesTheVenueDownUntilItIsOnline()
    {
        await using KrakenWorld world = await KrakenWorld.StartAsync();
        world.Simulator.SetSystemStatus(KrakenSystemStatus.CancelOnly);
        VenueConnectionChanged down = await world.Sink.WaitForAsync<VenueConnectionChanged>(change => !change.Connected);
        Assert.Contains("cancel_only", down.Reason, StringComparison.Ordinal);

        int from = world.Sink.Events.Count;
        world.Simulator.SetSystemStatus(KrakenSystemStatus.Online);
        await world.Sink.WaitForAsync<VenueConnectionChanged>(change => change.Connected, from);
    }

    [Fact]
    public async Task Run_TickOfAnotherSize_StopsWithAConfigurationFault()
    {
        await using KrakenWorld world = await KrakenWorld.ConnectAsync(options => options with { Instruments = [KrakenWorld.Bitcoin with { TickSize = 0.5m }] });
        VenueConfigurationException fault = await Assert.ThrowsAsync<VenueConfigurationException>(() => world.Running.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("BTC/USD: tick 0.5 but Kraken's is 0.1", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_UnknownKey_StopsWithAConfigurationFault()
    {
        await using KrakenWorld world = await KrakenWorld.ConnectAsync(options => options with { Accounts = [options.Accounts[0] with { ApiKey = "nobody" }] });
        VenueConfigurationException fault = await Assert.ThrowsAsync<VenueConfigurationException>(() => world.Running.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("EAPI:Invalid key", fault.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Asset, decimal Quantity)> Amounts(AccountSnapshot snapshot) =>
        snapshot.Balances.Select(balance => (balance.Asset.Code, balance.Quantity));

    private static AccountSnapshot Statement(KrakenWorld world, SubaccountId account) =>
        world.Sink.Events.OfType<AccountReported>().Last(one => one.Snapshot.Subaccount == account).Snapshot;
}
