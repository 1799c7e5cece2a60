using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Faults;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Venues.Tests.FixVenue;

/// <summary>The adapter against the simulated venue over real FIX sessions on loopback.</summary>
public sealed class FixVenueAdapterTests
{
    [Fact]
    public async Task Run_Started_BookMarkAndStatementsCome()
    {
        await using FixWorld world = await FixWorld.StartAsync();

        BookImage book = world.Sink.Book(FixWorld.Bitcoin.Id)!;
        Assert.Equal(BookState.Live, book.State);
        Assert.Equal([10000L, 10010L], book.Levels(BookSide.Ask).ToArray().Select(level => level.Price.Value));
        Assert.Equal([9990L, 9900L], book.Levels(BookSide.Bid).ToArray().Select(level => level.Price.Value));
        Assert.Equal([("BTC", 4m), ("USD", 10_000m)], Amounts(Statement(world, FixWorld.Alpha)));
        Assert.Equal([("BTC", 4m), ("USD", 10_000m)], Amounts(Statement(world, FixWorld.Bravo)));
        MarkPriceReceived mark = await world.Sink.WaitForAsync<MarkPriceReceived>(_ => true);
        Assert.Equal(99.95m, mark.Price);
        await world.Sink.UntilAsync(() => world.Sink.LivenessSignals > 1, "liveness of the quiet book");
    }

    [Fact]
    public async Task Send_FillsOverTwoLevels_AcceptedThenEveryTradeAndTheStatementContainsThem()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        ChildOrderTerms terms = world.Send(FixWorld.Bravo, Side.Buy, 3, 100.10m);

        await world.Sink.UntilAsync(() => world.Of(terms).OfType<ChildFilled>().Count() == 2, "two fills");
        IReadOnlyList<InboundEvent> said = world.Of(terms);
        Assert.IsType<ChildAccepted>(said[0]);
        Fill[] fills = [.. said.OfType<ChildFilled>().Select(filled => filled.Fill)];
        Assert.Equal([(100.00m, FixWorld.Lots(1), 0.1m), (100.10m, FixWorld.Lots(2), 0.2002m)], fills.Select(fill => (fill.Price, fill.Quantity, fill.Fee)));
        Assert.Equal(3, said.Count);

        AccountReported reported = await world.Sink.WaitForAsync<AccountReported>(
            one => one.Snapshot.Subaccount == FixWorld.Bravo && one.Snapshot.AsOf >= fills[1].VenueTime);
        Assert.Equal([("BTC", 7m), ("USD", 10_000 - 300.2m - 0.3002m)], Amounts(reported.Snapshot));
        Assert.All(
            world.Sink.Events.OfType<AccountReported>().Where(one => one.Snapshot.Subaccount == FixWorld.Bravo && one.Snapshot.AsOf < fills[0].VenueTime),
            one => Assert.Equal(("BTC", 4m), Amounts(one.Snapshot).First()));
        Assert.Equal([("BTC", 4m), ("USD", 10_000m)], Amounts(Statement(world, FixWorld.Alpha)));
    }

    [Fact]
    public async Task Send_PartlyFillable_EndsWithWhatFilled()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Buy, 2, 100.00m);

        ChildEnded ended = await world.Sink.WaitForAsync<ChildEnded>(one => one.Child == terms.Id);
        Assert.Equal(FixWorld.Lots(1), ended.CumulativeQuantity);
        Assert.Equal(FixWorld.Lots(1), Assert.Single(world.Of(terms).OfType<ChildFilled>()).Fill.Quantity);
    }

    [Fact]
    public async Task Send_NotEnoughFunds_IsRefusedInTheVenuesWords()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Sell, 5, 99.00m);

        ChildRefused refused = await world.Sink.WaitForAsync<ChildRefused>(one => one.Child == terms.Id);
        Assert.Equal("3", refused.Code);
        Assert.NotEmpty(refused.Message);
        Assert.Single(world.Of(terms));
    }

    [Fact]
    public async Task Send_DeadlinePassed_IsDroppedUnsent()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        ChildOrderTerms terms = new(new ChildOrderId(new ParentOrderId(77), 1, 0), FixWorld.Alpha, FixWorld.Bitcoin.Id, Side.Buy, FixWorld.Lots(1), new PriceTicks(10000), false);
        world.Adapter.Send(new SendChild(terms, new Instant(FixWorld.Now().Nanoseconds - 1)));

        Assert.IsType<ChildDropped>(Assert.Single(world.Of(terms)));
        Assert.Equal(0, world.Simulator.Exchange.CountReceptions(world.Ids.Format(terms.Id)));
    }

    [Fact]
    public async Task Send_ReportsWithheld_IsLostThenTheQueryTellsTheTotal()
    {
        await using FixWorld world = await FixWorld.StartAsync(options => options with { AnswerTimeout = TimeSpan.FromMilliseconds(300) });
        world.Simulator.Faults.WithholdAnswers(1);
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Buy, 3, 100.10m);
        await world.Sink.WaitForAsync<ChildLost>(one => one.Child == terms.Id);

        world.Adapter.Query(new QueryChild(terms, null));
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(one => one.Child == terms.Id);
        Assert.Equal((VenueOrderState.Filled, FixWorld.Lots(3)), (status.State, status.CumulativeQuantity));
        Assert.Equal(100.0667m, decimal.Round(status.AveragePrice!.Value, 4));

        world.Simulator.Faults.ReleaseWithheld();
        await world.Sink.UntilAsync(() => world.Of(terms).OfType<ChildFilled>().Count() == 2, "the late reports");
    }

    [Fact]
    public async Task Query_OrderNeverArrived_IsNotFound()
    {
        await using FixWorld world = await FixWorld.StartAsync(options => options with { AnswerTimeout = TimeSpan.FromMilliseconds(300) });
        world.Simulator.Faults.SwallowOrders(1);
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Buy, 1, 100.00m);
        await world.Sink.WaitForAsync<ChildLost>(one => one.Child == terms.Id);

        world.Adapter.Query(new QueryChild(terms, null));
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(one => one.Child == terms.Id);
        Assert.Equal((VenueOrderState.NotFound, QuantityLots.Zero), (status.State, status.CumulativeQuantity));
    }

    [Fact]
    public async Task Disconnect_OrderSession_ChildrenAreLostAndTheirReportsComeWithTheResend()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        world.Simulator.Faults.WithholdAnswers(1);
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Buy, 2, 100.00m);
        await world.Sink.UntilAsync(() => world.Simulator.Exchange.CountReceptions(world.Ids.Format(terms.Id)) == 1, "arrival");
        int from = world.Sink.Events.Count;
        world.Simulator.Faults.Disconnect(ConnectionKinds.Private);

        await world.Sink.WaitForAsync<VenueConnectionChanged>(change => !change.Connected, from);
        await world.Sink.WaitForAsync<ChildLost>(one => one.Child == terms.Id, from);
        world.Simulator.Faults.ReleaseWithheld();
        await world.Sink.WaitForAsync<VenueConnectionChanged>(change => change.Connected, from);
        await world.Sink.WaitForAsync<ChildEnded>(one => one.Child == terms.Id && one.CumulativeQuantity == FixWorld.Lots(1), from);
        Assert.Equal(FixWorld.Lots(1), Assert.Single(world.Of(terms).OfType<ChildFilled>()).Fill.Quantity);
        Assert.Equal(1, world.Simulator.Exchange.CountReceptions(world.Ids.Format(terms.Id)));
    }

    [Fact]
    public async Task Disconnect_MarketDataSession_BookIsStaleUntilTheNewSnapshot()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        world.Simulator.Faults.Disconnect(ConnectionKinds.Public);

        await world.Sink.UntilAsync(
            () => world.Sink.States.Select(state => state.State).SequenceEqual([BookState.Live, BookState.Stale, BookState.Live]), "stale, then live");
        Assert.DoesNotContain(world.Sink.Events.OfType<VenueConnectionChanged>(), change => !change.Connected);
    }

    [Fact]
    public async Task Silence_LongerThanTheLimit_BookIsStaleUntilTheNextSignOfLife()
    {
        // Heartbeats come once a second, market data not at all: the same connection goes on, so the book needs no new snapshot.
        await using FixWorld world = await FixWorld.StartAsync(options => options with { LivenessLimit = TimeSpan.FromMilliseconds(400) });
        await world.Sink.UntilAsync(
            () => world.Sink.States.Select(state => state.State).Take(3).SequenceEqual([BookState.Live, BookState.Stale, BookState.Live]), "stale, then live");
    }

    [Fact]
    public async Task Increment_OneLost_BookIsDroppedAndAskedForAgain()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        await TradeAndPublishAsync(world, Side.Buy, 0.5m, 100.00m);
        world.Simulator.Faults.SkipTicks("BTCUSD", 1);
        await TradeAndPublishAsync(world, Side.Buy, 0.5m, 100.00m);
        await TradeAndPublishAsync(world, Side.Sell, 1, 99.90m);

        await world.Sink.UntilAsync(
            () => world.Sink.States.Select(state => state.State).SequenceEqual([BookState.Live, BookState.Gapped, BookState.Live]), "gapped, then live");
        BookImage book = world.Sink.Book(FixWorld.Bitcoin.Id)!;
        Assert.Equal((10010L, 9900L), (book.Levels(BookSide.Ask)[0].Price.Value, book.Levels(BookSide.Bid)[0].Price.Value));
    }

    [Fact]
    public async Task Cancel_OrderAlreadyEnded_ChangesNothing()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Buy, 1, 100.00m);
        await world.Sink.WaitForAsync<ChildFilled>(one => one.Fill.Child == terms.Id);
        world.Adapter.Cancel(new CancelChild(terms, null));
        ChildOrderTerms next = world.Send(FixWorld.Alpha, Side.Buy, 1, 100.10m);
        await world.Sink.WaitForAsync<ChildFilled>(one => one.Fill.Child == next.Id);

        Assert.Equal([typeof(ChildAccepted), typeof(ChildFilled)], world.Of(terms).Select(one => one.GetType()));
    }

    [Fact]
    public async Task Run_OneSessionForAll_WorksAsWell()
    {
        await using FixWorld world = await FixWorld.StartAsync(options => options with { MarketData = options.Accounts[0].Session });
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Buy, 1, 100.00m);
        await world.Sink.WaitForAsync<ChildFilled>(one => one.Fill.Child == terms.Id);
        Assert.Equal(BookState.Live, world.Sink.Book(FixWorld.Bitcoin.Id)!.State);
    }

    [Fact]
    public async Task Trade_TakenBackByTheVenue_IsToldAndTheStatementIsWithoutIt()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Buy, 1, 100.00m);
        ChildFilled filled = await world.Sink.WaitForAsync<ChildFilled>(one => one.Fill.Child == terms.Id);
        world.Simulator.Bust("alpha", world.Ids.Format(terms.Id));

        ChildTradeBusted busted = await world.Sink.WaitForAsync<ChildTradeBusted>(one => one.Child == terms.Id);
        Assert.Equal(filled.Fill.VenueTradeId, busted.VenueTradeId);
        await world.Sink.WaitForAsync<AccountReported>(one => one.Snapshot.Subaccount == FixWorld.Alpha && one.Snapshot.AsOf >= busted.VenueTime
            && Amounts(one.Snapshot).SequenceEqual([("BTC", 4m), ("USD", 10_000m)]));
    }

    [Fact]
    public async Task Trade_CorrectedByTheVenue_IsToldWithWhatHoldsInItsPlace()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Buy, 1, 100.00m);
        ChildFilled filled = await world.Sink.WaitForAsync<ChildFilled>(one => one.Fill.Child == terms.Id);
        world.Simulator.Correct("alpha", world.Ids.Format(terms.Id), 99.50m);

        ChildTradeCorrected corrected = await world.Sink.WaitForAsync<ChildTradeCorrected>(one => one.Corrected.Child == terms.Id);
        Assert.Equal(filled.Fill.VenueTradeId, corrected.VenueTradeId);
        Assert.Equal((99.50m, FixWorld.Lots(1), 0.1m), (corrected.Corrected.Price, corrected.Corrected.Quantity, corrected.Corrected.Fee));
        await world.Sink.WaitForAsync<AccountReported>(one => one.Snapshot.Subaccount == FixWorld.Alpha
            && Amounts(one.Snapshot).SequenceEqual([("BTC", 5m), ("USD", 10_000m - 99.5m - 0.1m)]));
    }

    [Fact]
    public async Task Order_RestatedToASmallerSize_EndsWhenThatHasFilled()
    {
        await using FixWorld world = await FixWorld.StartAsync();
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Sell, 2, 100.00m, new FixStanding(FixTimeInForce.Day));
        await world.Sink.WaitForAsync<ChildAccepted>(one => one.Child == terms.Id);
        world.Simulator.Restate("alpha", world.Ids.Format(terms.Id), 1m);
        world.Simulator.Market("BTCUSD").SetLevel(BookSide.Bid, 100.00m, 10m);

        ChildEnded ended = await world.Sink.WaitForAsync<ChildEnded>(one => one.Child == terms.Id);
        Assert.Equal(FixWorld.Lots(1), ended.CumulativeQuantity);
        Assert.Equal(FixWorld.Lots(1), Assert.Single(world.Of(terms).OfType<ChildFilled>()).Fill.Quantity);
    }

    [Fact]
    public async Task Send_StandingThatTheDialectLacks_IsDroppedByName()
    {
        await using FixWorld world = await FixWorld.StartAsync(options => options with { Dialect = new FixDialect { Orders = new FixOrderDialect { Day = null } } });
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, Side.Sell, 2, 100.00m, new FixStanding(FixTimeInForce.Day));
        Assert.Contains("Day", Assert.IsType<ChildDropped>(Assert.Single(world.Of(terms))).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_AccountsWithoutAnybodyToStateThem_AreRefusedByName()
    {
        FixVenueSessionOptions session = new() { Host = "x", Port = 1, SenderCompId = "A", TargetCompId = "B" };
        FixVenueOptions options = new()
        {
            Venue = new VenueId(0),
            Instruments = [FixWorld.Bitcoin],
            Accounts = [new FixVenueAccountOptions { Subaccount = FixWorld.Alpha, Account = "alpha", Session = session }],
            MarketData = session,
            Dialect = new FixDialect { Statements = FixStatementSource.Reader },
        };
        FixVenueServices services = new(TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance, _ => new Fix.Store.MemoryFixMessageStore());
        VenueConfigurationException refused = Assert.Throws<VenueConfigurationException>(
            () => new FixVenueAdapter(options, new RecordedSink(), new ClientOrderIdFormat("tst"), services));
        Assert.Contains("cannot be routed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SeveralFaults_AreAllListed()
    {
        FixVenueSessionOptions session = new() { Host = "x", Port = 0, SenderCompId = "A", TargetCompId = "B", HeartbeatInterval = TimeSpan.FromMilliseconds(1500) };
        FixVenueOptions options = new() { Venue = new VenueId(0), Instruments = [], Accounts = [], MarketData = session, AnswerTimeout = TimeSpan.Zero };
        IReadOnlyList<string> faults = options.Validate();
        Assert.Equal(4, faults.Count);
        Assert.Throws<VenueConfigurationException>(() => new FixVenueAdapter(options, new RecordedSink(), new ClientOrderIdFormat("tst"), null!));
    }

    private static async Task TradeAndPublishAsync(FixWorld world, Side side, decimal quantity, decimal limit)
    {
        ChildOrderTerms terms = world.Send(FixWorld.Alpha, side, quantity, limit);
        await world.Sink.WaitForAsync<ChildFilled>(one => one.Fill.Child == terms.Id);
        world.Simulator.Exchange.Publish();
    }

    private static AccountSnapshot Statement(FixWorld world, SubaccountId account) =>
        world.Sink.Events.OfType<AccountReported>().Last(one => one.Snapshot.Subaccount == account).Snapshot;

    private static IEnumerable<(string Asset, decimal Quantity)> Amounts(AccountSnapshot snapshot) =>
        snapshot.Balances.Select(balance => (balance.Asset.Code, balance.Quantity));
}
