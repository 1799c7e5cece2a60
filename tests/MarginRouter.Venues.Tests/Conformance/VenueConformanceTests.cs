using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Faults;
using Xunit.Abstractions;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>What every adapter must do, over its simulated venue and the venue's real wire protocol.</summary>
public sealed class VenueConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void Capabilities_OfAllVenues_ArePrintedAndEachIsTested()
    {
        VenueCapability[] all = Enum.GetValues<VenueCapability>();
        output.WriteLine($"{"venue",-16}{string.Concat(all.Select(capability => $"{capability,-22}"))}");
        foreach (string venue in VenueFixtures.Names)
        {
            IReadOnlySet<VenueCapability> own = VenueFixtures.Create(venue).Capabilities;
            output.WriteLine($"{venue,-16}{string.Concat(all.Select(capability => $"{(own.Contains(capability) ? "yes" : "-"),-22}"))}");
        }

        Assert.True(VenueFixtures.Names.Count() >= 2);
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Connect_ReportsBookAndAccountBeforeTheVenueIsUp(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        IReadOnlyList<InboundEvent> events = world.Sink.Events;
        int connected = events.ToList().FindIndex(inbound => inbound is VenueConnectionChanged { Connected: true });
        Assert.Contains(events.Take(connected), inbound => inbound is AccountReported);
        Assert.Equal(BookState.Live, world.Sink.Book(world.Instrument.Id)?.State);
        await world.BookAgreesAsync();
        await world.AccountAgreesAsync();
    }

    [Theory]
    [VenueRows]
    public async Task Book_ThroughRandomChanges_EqualsTheVenuesBook(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        const int seed = 20261121;
        Random random = new(seed);
        for (int round = 0; round < 40; round++)
        {
            for (int change = 0; change < 10; change++)
            {
                bool bid = random.Next(2) == 0;
                decimal price = bid ? 99.9m - (random.Next(0, 300) / 10m) : 100.0m + (random.Next(0, 300) / 10m);
                world.Market.SetLevel(bid ? BookSide.Bid : BookSide.Ask, price, random.Next(0, 4));
            }

            world.Exchange.Publish();
        }

        await world.BookAgreesAsync();
        Assert.DoesNotContain(world.Sink.States, change => change.State is BookState.Gapped or BookState.Crossed);
    }

    [Theory]
    [VenueRows(VenueCapability.MarkPrices)]
    public async Task MarkPrice_OfTheInstrument_IsReported(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        world.PublishMarks();
        MarkPriceReceived mark = await world.Sink.WaitForAsync<MarkPriceReceived>(received => received.Instrument == world.Instrument.Id);
        Assert.Equal(99.95m, mark.Price);
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Send_WithinTheBook_FillsCompletelyWithPricesAndFees(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 2m, 100.1m);
        await world.Sink.WaitForAsync<ChildAccepted>(accepted => accepted.Child == terms.Id);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 2m, "a complete fill");
        Assert.Equal(
            [(1m, 100.0m), (1m, 100.1m)],
            world.Fills(terms).Select(filled => (world.Instrument.Quantity(filled.Fill.Quantity), filled.Fill.Price)));
        Assert.All(world.Fills(terms), filled => Assert.True(filled.Fill.Fee > 0m, $"fee {filled.Fill.Fee}"));
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildEnded or ChildLost or ChildRefused);
        Assert.Equal(1, world.Receptions(terms));
    }

    [Theory]
    [VenueRows(VenueCapability.Orders, VenueCapability.AccountAfterFill)]
    public async Task Send_AfterFill_TheAccountStatementFollows(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 2m, 100.1m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 2m, "a complete fill");
        await world.AccountAgreesAsync();
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Send_MoreThanTheBookHolds_EndsWithTheTotalFilled(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 5m, 100.1m);
        ChildEnded ended = await world.Sink.WaitForAsync<ChildEnded>(end => end.Child == terms.Id);
        Assert.Equal(world.Lots(3m), ended.CumulativeQuantity);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 3m, "three filled");
        Assert.Single(world.Sink.Events.OfType<ChildAccepted>());
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Send_OutsideTheBook_EndsUnfilled(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Sell, 1m, 100.0m);
        ChildEnded ended = await world.Sink.WaitForAsync<ChildEnded>(end => end.Child == terms.Id);
        Assert.Equal(QuantityLots.Zero, ended.CumulativeQuantity);
        Assert.Empty(world.Fills(terms));
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Send_RefusedByTheVenue_IsRefusedWithItsWords(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        world.Exchange.Faults.RejectOrders(1, "no thank you");
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, 100.0m);
        ChildRefused refused = await world.Sink.WaitForAsync<ChildRefused>(refusal => refusal.Child == terms.Id);
        Assert.NotEmpty(refused.Code);
        Assert.Contains("no thank you", refused.Code + " " + refused.Message, StringComparison.Ordinal);
        Assert.Single(world.Sink.Events, inbound => inbound is ChildRefused or ChildAccepted or ChildLost or ChildDropped);
    }

    [Theory]
    [VenueRows(VenueCapability.Orders, VenueCapability.ReduceOnly)]
    public async Task Send_ReduceOnlyWithoutPosition_IsRefusedOrEndsUnfilled(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, 100.0m, reduceOnly: true);
        InboundEvent outcome = await world.Sink.WaitForAsync<InboundEvent>(
            inbound => inbound is ChildRefused or ChildEnded or ChildLost);
        Assert.True(outcome is ChildRefused || (outcome is ChildEnded { CumulativeQuantity: var filled } && filled.IsZero), outcome.ToString());
        Assert.Empty(world.Fills(terms));
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Send_PastItsDeadline_IsDroppedAndNeverArrives(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms late = world.Terms(Side.Buy, 1m, 100.0m);
        world.Adapter.Send(new SendChild(late, VenueWorld.Now.PlusMilliseconds(-1)));
        await world.Sink.WaitForAsync<ChildDropped>(dropped => dropped.Child == late.Id);
        ChildOrderTerms next = world.Send(Side.Buy, 1m, 100.0m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(next) == 1m, "the next order filled");
        Assert.Equal(0, world.Receptions(late));
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Send_AcknowledgementLost_IsLostAndTheQueryTellsTheTruth(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue, VenuePace.Brisk);
        (_, ChildStatusReported status) = await world.AskAboutUnansweredAsync(Side.Buy, 5m, 100.1m);
        Assert.Equal((VenueOrderState.Ended, world.Lots(3m)), (status.State, status.CumulativeQuantity));
        world.Exchange.Faults.ReleaseWithheld();
    }

    [Theory]
    [VenueRows(VenueCapability.Orders, VenueCapability.ListsExecutions)]
    public async Task Query_OfAnOrderWithFills_ListsThemBeforeTheState(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue, VenuePace.Brisk);
        (ChildOrderTerms terms, ChildStatusReported status) = await world.AskAboutUnansweredAsync(Side.Buy, 2m, 100.1m);
        List<InboundEvent> events = [.. world.Sink.Events];
        Assert.Equal(2, events.Take(events.IndexOf(status)).Count(inbound => inbound is ChildFilled));
        Assert.Equal(2m, world.FilledQuantity(terms));
        Assert.Equal((VenueOrderState.Filled, world.Lots(2m)), (status.State, status.CumulativeQuantity));
        world.Exchange.Faults.ReleaseWithheld();
    }

    [Theory]
    [VenueRows(VenueCapability.Orders, VenueCapability.DeniesUnknownOrders)]
    public async Task Query_OfAnOrderThatNeverArrived_IsNotFoundOnlyWhenItCannotArrive(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue, VenuePace.Brisk);
        world.Exchange.Faults.SwallowOrders(1);
        Instant sent = VenueWorld.Now;
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, 100.0m);
        await world.Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id);
        world.Query(terms);
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id);
        Assert.Equal((VenueOrderState.NotFound, QuantityLots.Zero), (status.State, status.CumulativeQuantity));
        Assert.True(VenueWorld.Now.NanosecondsSince(sent) >= world.DoubtNs, "believed before the request's time was over");
    }

    [Theory]
    [VenueRows(VenueCapability.Orders, VenueCapability.DeniesUnknownOrders)]
    public async Task Query_OfAnOrderThatWasNeverSent_IsNotFound(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue, VenuePace.Brisk);
        ChildOrderTerms terms = world.Terms(Side.Buy, 1m, 100.0m);
        world.Query(terms);
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id);
        Assert.Equal(VenueOrderState.NotFound, status.State);
        Assert.Equal(0, world.Receptions(terms));
    }

    [Theory]
    [VenueRows(VenueCapability.SequencedBook)]
    public async Task Book_AfterALostUpdate_IsDroppedAndResynchronised(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        world.Exchange.Faults.SkipTicks(world.Instrument.Symbol, 1);
        world.Market.SetLevel(BookSide.Bid, 98.0m, 7m);
        world.Exchange.Publish();
        world.Market.SetLevel(BookSide.Bid, 97.0m, 7m);
        world.Exchange.Publish();
        await world.Sink.UntilAsync(() => world.Sink.States.Any(change => change.State == BookState.Gapped), "a gapped book");
        await world.BookAgreesAsync();
        List<BookState> states = [.. world.Sink.States.Select(change => change.State)];
        Assert.Equal(BookState.Live, states[states.IndexOf(BookState.Gapped) + 1]);
    }

    [Theory]
    [VenueRows(VenueCapability.BookChecksum)]
    public async Task Book_WithAWrongChecksum_IsDroppedAndResynchronised(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        world.Exchange.Faults.CorruptChecksums(1);
        world.Market.SetLevel(BookSide.Bid, 98.0m, 7m);
        world.Exchange.Publish();
        await world.Sink.UntilAsync(() => world.Sink.States.Any(change => change.State == BookState.Gapped), "a gapped book");
        await world.BookAgreesAsync();
        List<BookState> states = [.. world.Sink.States.Select(change => change.State)];
        Assert.Equal(BookState.Live, states[states.IndexOf(BookState.Gapped) + 1]);
    }

    [Theory]
    [VenueRows(VenueCapability.FrameFaults)]
    public async Task Book_WithADoubledFrame_StaysEqualToTheVenues(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        int before = world.Sink.States.Count;
        world.Exchange.Faults.DoubleFrames(1);
        world.Market.SetLevel(BookSide.Bid, 98.0m, 7m);
        world.Exchange.Publish();
        world.Market.SetLevel(BookSide.Bid, 97.0m, 7m);
        world.Exchange.Publish();
        await world.BookAgreesAsync();
        Assert.Empty(world.Sink.States.Skip(before));
    }

    [Theory]
    [VenueRows(VenueCapability.FrameFaults)]
    public async Task Book_WithExchangedFrames_IsNeverWrongAndEndsEqualToTheVenues(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        world.Exchange.Faults.ExchangeFrames(1);
        world.Market.SetLevel(BookSide.Bid, 98.0m, 7m);
        world.Exchange.Publish();
        world.Market.SetLevel(BookSide.Bid, 97.0m, 7m);
        world.Market.SetLevel(BookSide.Bid, 98.0m, 3m);
        world.Exchange.Publish();
        await world.BookAgreesAsync();
    }

    [Theory]
    [VenueRows]
    public async Task MarketData_Disconnected_IsNotLiveUntilItIsBack(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        int before = world.Sink.States.Count;
        world.Exchange.Faults.Disconnect(ConnectionKinds.Public);
        await world.Sink.UntilAsync(() => world.Sink.States.Skip(before).Any(change => change.State != BookState.Live), "a book that is not live");
        world.Market.SetLevel(BookSide.Bid, 98.5m, 7m);
        world.Exchange.Publish();
        await world.BookAgreesAsync();
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Orders_Disconnected_TheVenueGoesDownAndComesBackWithAStatement(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        int before = world.Sink.Events.Count;
        world.Exchange.Faults.Disconnect(ConnectionKinds.Private);
        await world.Sink.WaitForAsync<VenueConnectionChanged>(changed => !changed.Connected, before);
        int down = world.Sink.Events.Count;
        VenueConnectionChanged up = await world.Sink.WaitForAsync<VenueConnectionChanged>(changed => changed.Connected, before);
        List<InboundEvent> events = [.. world.Sink.Events];
        Assert.Contains(events.Skip(before).Take(events.LastIndexOf(up) - before), inbound => inbound is AccountReported);
        Assert.True(down <= events.Count);
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, 100.0m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 1m, "a fill after the reconnection");
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Orders_DisconnectedBeforeTheAnswer_AreLostAndFoundAgain(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue, VenuePace.Brisk);
        world.Exchange.Faults.WithholdAnswers(1);
        ChildOrderTerms terms = world.Send(Side.Buy, 2m, 100.1m);
        await world.Sink.UntilAsync(() => world.Receptions(terms) == 1, "the order at the venue", poll: true);
        world.Exchange.Faults.Disconnect(ConnectionKinds.Private);
        await world.Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id);
        world.Query(terms);
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id);
        Assert.Equal((VenueOrderState.Filled, world.Lots(2m)), (status.State, status.CumulativeQuantity));
        Assert.Equal(1, world.Receptions(terms));
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Query_AfterARestart_TellsWhatBecameOfAnEarlierProcessesOrder(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue, VenuePace.Brisk);
        world.Exchange.Faults.WithholdAnswers(1);
        ChildOrderTerms terms = world.Send(Side.Buy, 5m, 100.1m);
        await world.Sink.UntilAsync(() => world.Receptions(terms) == 1, "the order at the venue", poll: true);
        await world.RestartAsync();
        world.Query(terms);
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id);
        Assert.Equal((VenueOrderState.Ended, world.Lots(3m)), (status.State, status.CumulativeQuantity));
        Assert.Equal(1, world.Receptions(terms));
        await world.AccountAgreesAsync();
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Cancel_OfAnOrderThatHasEnded_LeavesItsOutcome(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 5m, 100.1m);
        await world.Sink.WaitForAsync<ChildEnded>(end => end.Child == terms.Id);
        world.Adapter.Cancel(new CancelChild(terms, null));
        ChildOrderTerms next = world.Send(Side.Buy, 1m, 100.5m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(next) == 1m, "the next order filled");
        Assert.Equal(3m, world.FilledQuantity(terms));
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildLost);
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Send_ManyAtOnce_EachHasOneOutcomeAndEveryFillOnce(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms[] orders = [.. Enumerable.Range(0, 40).Select(_ => world.Send(Side.Buy, 0.5m, 100.5m))];
        await world.Sink.UntilAsync(() => orders.All(order => world.FilledQuantity(order) == 0.5m), "forty fills");
        Assert.Equal(40, world.Sink.Events.OfType<ChildAccepted>().Select(accepted => accepted.Child).Distinct().Count());
        Assert.Equal(40, world.Sink.Events.Count(inbound => inbound is ChildAccepted or ChildRefused or ChildLost or ChildDropped));
        Assert.All(orders, order => Assert.Equal(1, world.Receptions(order)));
    }
}
