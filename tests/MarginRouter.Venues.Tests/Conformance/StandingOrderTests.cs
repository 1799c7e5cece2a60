using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>What adapters with orders that may stand must do, over their simulated venue: asks 100.0 x 1, 100.1 x 2; bids 99.9 x 1.</summary>
public sealed class StandingOrderTests
{
    [Theory]
    [VenueRows(VenueCapability.StandingOrders)]
    public async Task Send_Resting_StandsIsListedAndFillsWhenTheMarketComes(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = await RestAsync(world, Side.Buy, 2m, 99.5m);
        OpenOrder open = Assert.Single(await world.Trading.OpenOrdersAsync(world.Subaccount, world.Instrument, default));
        Assert.Equal((terms.Id, Side.Buy, 99.5m, 2m, 0m), (open.Child, open.Side, open.Price, open.Quantity, open.Executed));
        world.Exchange.Publish();
        await world.BookAgreesAsync();

        world.Market.SetLevel(BookSide.Ask, 99.4m, 0.5m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 0.5m, "a part filled");
        Assert.Equal(0.5m, Assert.Single(await world.Trading.OpenOrdersAsync(world.Subaccount, world.Instrument, default)).Executed);
        world.Market.SetLevel(BookSide.Ask, 99.4m, 5m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 2m, "the rest filled");
        Assert.All(world.Fills(terms), filled => Assert.Equal(99.5m, filled.Fill.Price));
        await world.AccountAgreesAsync();
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildLost or ChildEnded);
    }

    [Theory]
    [VenueRows(VenueCapability.StandingOrders)]
    public async Task Send_RestingAcrossTheSpread_TakesAndRestsTheRemainder(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 2m, 100.0m, OrderStanding.Resting);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 1m, "what the book held");
        OpenOrder open = Assert.Single(await world.Trading.OpenOrdersAsync(world.Subaccount, world.Instrument, default));
        Assert.Equal((2m, 1m), (open.Quantity, open.Executed));
    }

    [Theory]
    [VenueRows(VenueCapability.StandingOrders)]
    public async Task Cancel_OfAStandingOrder_EndsItWithWhatHadFilled(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 2m, 100.0m, OrderStanding.Resting);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 1m, "what the book held");
        world.Adapter.Cancel(new CancelChild(terms, null));
        ChildEnded ended = await world.Sink.WaitForAsync<ChildEnded>(end => end.Child == terms.Id);
        Assert.Equal(world.Lots(1m), ended.CumulativeQuantity);
        Assert.Empty(await world.Trading.OpenOrdersAsync(world.Subaccount, world.Instrument, default));
    }

    [Theory]
    [VenueRows(VenueCapability.StandingOrders)]
    public async Task CancelAll_OfAnInstrument_EndsEveryStandingOrder(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms[] orders = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(place => RestAsync(world, Side.Buy, 1m, 99m - place)))];
        Assert.True(await world.Trading.CancelAllAsync(world.Subaccount, world.Instrument, default));
        foreach (ChildOrderTerms terms in orders)
            Assert.True((await world.Sink.WaitForAsync<ChildEnded>(end => end.Child == terms.Id)).CumulativeQuantity.IsZero);
        Assert.Empty(await world.Trading.OpenOrdersAsync(world.Subaccount, world.Instrument, default));
        Assert.True(await world.Trading.CancelAllAsync(world.Subaccount, world.Instrument, default));
    }

    [Theory]
    [VenueRows(VenueCapability.StandingOrders)]
    public async Task Send_PostOnlyAcrossTheSpread_IsRefusedOrEndsWithoutAFill(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, 100.0m, OrderStanding.PostOnly);
        InboundEvent outcome = await world.Sink.WaitForAsync<InboundEvent>(inbound => inbound is ChildRefused or ChildEnded);
        Assert.True(outcome is ChildRefused || (outcome is ChildEnded { CumulativeQuantity: var filled } && filled.IsZero), outcome.ToString());
        ChildOrderTerms passive = world.Send(Side.Buy, 1m, 99.9m, OrderStanding.PostOnly);
        await world.Sink.WaitForAsync<ChildAccepted>(accepted => accepted.Child == passive.Id);
        Assert.Empty(world.Fills(terms));
        Assert.Equal(passive.Id, Assert.Single(await world.Trading.OpenOrdersAsync(world.Subaccount, world.Instrument, default)).Child);
    }

    [Theory]
    [VenueRows(VenueCapability.StandingOrders)]
    public async Task Send_WholeThatTheBookCannotFill_IsDroppedOrEndsWithoutAFill(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 5m, 100.1m, OrderStanding.Whole);
        InboundEvent outcome = await world.Sink.WaitForAsync<InboundEvent>(inbound => inbound is ChildDropped or ChildRefused or ChildEnded);
        Assert.True(outcome is not ChildEnded { CumulativeQuantity.IsZero: false }, outcome.ToString());
        Assert.Empty(world.Fills(terms));
    }

    [Theory]
    [VenueRows(VenueCapability.StandingOrders)]
    public async Task Query_OfAStandingOrder_IsWorkingWithoutDelay(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = await RestAsync(world, Side.Sell, 1m, 101m);
        world.Query(terms);
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id);
        Assert.Equal((VenueOrderState.Working, QuantityLots.Zero), (status.State, status.CumulativeQuantity));
    }

    [Theory]
    [VenueRows(VenueCapability.StandingOrders)]
    public async Task Orders_DisconnectedWhileOneStands_IsLostAndFoundWorkingAndFillsOnce(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = await RestAsync(world, Side.Buy, 1m, 99.5m);
        int before = world.Sink.Events.Count;
        world.Exchange.Faults.Disconnect(Simulation.Faults.ConnectionKinds.Private);
        await world.Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id, before);
        await world.Sink.WaitForAsync<VenueConnectionChanged>(changed => changed.Connected, before);
        world.Query(terms);
        Assert.Equal(VenueOrderState.Working, (await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id)).State);
        world.Market.SetLevel(BookSide.Ask, 99.4m, 5m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 1m, "a fill after the reconnection");
        Assert.Equal(1, world.Receptions(terms));
    }

    [Theory]
    [VenueRows(VenueCapability.AmendsOrders)]
    public async Task Replace_PriceAndSize_FillsUpToTheNewSizeAtTheNewPrice(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Send(Side.Buy, 2m, 100.0m, OrderStanding.Resting);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 1m, "what the book held");
        PlaceAnswer answer = await world.Trading.ReplaceAsync(terms, world.Change(99.5m, 2.5m), default);
        Assert.Equal(PlaceOutcome.Accepted, answer.Outcome);
        OpenOrder open = Assert.Single(await world.Trading.OpenOrdersAsync(world.Subaccount, world.Instrument, default));
        Assert.Equal((99.5m, 2.5m, 1m), (open.Price, open.Quantity, open.Executed));
        world.Market.SetLevel(BookSide.Ask, 99.5m, 10m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 2.5m, "the new size filled");
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildEnded or ChildLost);
        await world.AccountAgreesAsync();
    }

    [Theory]
    [VenueRows(VenueCapability.AmendsOrders)]
    public async Task Replace_ToASmallerSize_CompletesTheChildThere(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = await RestAsync(world, Side.Sell, 2m, 100.5m);
        Assert.Equal(PlaceOutcome.Accepted, (await world.Trading.ReplaceAsync(terms, world.Change(100.5m, 1m), default)).Outcome);
        world.Market.SetLevel(BookSide.Bid, 100.5m, 90m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 1m, "the smaller size filled");
        Assert.Empty(await world.Trading.OpenOrdersAsync(world.Subaccount, world.Instrument, default));
    }

    [Theory]
    [VenueRows(VenueCapability.AmendsOrders)]
    public async Task Replace_ThatTheVenueRefuses_LeavesTheOrderAsItWas(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = await RestAsync(world, Side.Buy, 1m, 99.5m);
        world.Exchange.Faults.RejectOrders(1, "no thank you");
        PlaceAnswer answer = await world.Trading.ReplaceAsync(terms, world.Change(99.6m, 2m), default);
        Assert.Equal((PlaceOutcome.Refused, "no thank you"), (answer.Outcome, answer.Message));
        world.Market.SetLevel(BookSide.Ask, 99.5m, 10m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 1m, "the old size filled");
        Assert.Equal(PlaceOutcome.Refused, (await world.Trading.ReplaceAsync(terms, world.Change(99.6m, 2m), default)).Outcome);
    }

    [Theory]
    [VenueRows(VenueCapability.AmendsOrders)]
    public async Task Replace_WithoutAnAnswer_IsUnknownAndTheQueryTellsTheTruth(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue, VenuePace.Brisk);
        ChildOrderTerms terms = await RestAsync(world, Side.Buy, 1m, 99.5m);
        world.Exchange.Faults.WithholdAnswers(1);
        PlaceAnswer answer = await world.Trading.ReplaceAsync(terms, world.Change(99.6m, 2m), default);
        Assert.Equal(PlaceOutcome.Unknown, answer.Outcome);
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id);
        Assert.Equal(VenueOrderState.Working, status.State);
        world.Exchange.Faults.ReleaseWithheld();
    }

    private static async Task<ChildOrderTerms> RestAsync(VenueWorld world, Side side, decimal quantity, decimal price)
    {
        ChildOrderTerms terms = world.Send(side, quantity, price, OrderStanding.Resting);
        await world.Sink.WaitForAsync<ChildAccepted>(accepted => accepted.Child == terms.Id);
        return terms;
    }
}
