using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Venues.Tests.Rfq;

/// <summary>Requests for quotes over loopback, the same scenarios for every venue with makers.</summary>
public sealed class QuoteScenarioTests
{
    private static readonly QuoteMakerOptions Alba = new() { Name = "alba", SpreadBasisPoints = 5 };
    private static readonly QuoteMakerOptions Brae = new() { Name = "brae", SpreadBasisPoints = 10, AnswerDelay = TimeSpan.FromMilliseconds(20) };

    public static TheoryData<string> Venues => QuoteWorld.Venues;

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Ask_TwoMakers_BringsAFirmQuoteOfEach(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba, Brae);
        RequestQuotes request = world.Ask(Side.Buy, 1m);
        FirmQuote near = await world.QuoteAsync(request, "alba");
        FirmQuote far = await world.QuoteAsync(request, "brae");
        Assert.True(near.Price < far.Price, $"{near.Price} against {far.Price}");
        Assert.Equal((request.Id, Side.Buy, world.Lots(1m), true, 1_000), (near.Request, near.Side, near.Quantity, near.IsAllOrNothing, near.LastLookMilliseconds));
        Assert.InRange(world.Desk.Quotes[0].ValidUntil.NanosecondsSince(near.ValidUntil), 0, 1_000_000_000);
        await world.Sink.UntilAsync(() => Ends(world, request).Count == 2, "the end of both makers' answers");
        Assert.All(Ends(world, request), end => Assert.Equal(QuoteRequestEnding.Answered, end.Ending));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Take_AWholeQuote_FillsAtItsPriceOnce(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba);
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Sell, 0.5m));
        ChildOrderTerms child = world.Take(quote);
        ImmutableArray<ChildFilled> fills = await world.FilledAsync(child, 0.5m);
        Assert.All(fills, fill => Assert.Equal(world.Instrument.Price(quote.Price), fill.Fill.Price));
        Assert.Equal(MakerQuoteState.Filled, world.StateOf(quote));
        Assert.DoesNotContain(world.Of(child), one => one is ChildRefused or ChildLost or ChildDropped);
        Assert.True(world.Of(child).OfType<ChildAccepted>().Count() <= 1);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Take_PartOfAllOrNothing_NeverLeaves(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba);
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 1m));
        ChildOrderTerms child = world.Take(quote, 0.4m);
        ChildDropped dropped = await world.Sink.WaitForAsync<ChildDropped>(one => one.Child == child.Id);
        Assert.Contains("lots", dropped.Reason, StringComparison.Ordinal);
        Assert.Equal(MakerQuoteState.Active, world.StateOf(quote));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Take_AQuoteTwice_TheSecondNeverLeaves(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba);
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 0.5m));
        ChildOrderTerms first = world.Take(quote);
        ChildOrderTerms second = world.Take(quote);
        ChildDropped dropped = await world.Sink.WaitForAsync<ChildDropped>(one => one.Child == second.Id);
        Assert.Contains("taken before", dropped.Reason, StringComparison.Ordinal);
        await world.FilledAsync(first, 0.5m);
        Assert.Equal([dropped], world.Of(second));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Take_AfterItsExpiry_NeverLeaves(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba with { Validity = TimeSpan.FromMilliseconds(300) });
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 0.5m));
        await world.Sink.UntilAsync(() => FixVenue.FixWorld.Now() > quote.ValidUntil, "the quote's expiry", poll: true);
        ChildOrderTerms child = world.Take(quote);
        ChildDropped dropped = await world.Sink.WaitForAsync<ChildDropped>(one => one.Child == child.Id);
        Assert.Matches("expired|withdrawn", dropped.Reason);
        Assert.DoesNotContain(world.Desk.Quotes, one => one.OrderId is not null);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Take_ExpiresWhileTheMakerLooks_EndsWithoutAFill(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba with { LastLook = TimeSpan.FromMilliseconds(50) });
        world.Desk.Faults.ExpireWhileExecuting(1);
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 0.5m));
        ChildOrderTerms child = world.Take(quote);
        await world.Sink.UntilAsync(() => world.Of(child).Any(one => one is ChildRefused or ChildEnded), "the end of the child");
        Assert.Empty(world.Of(child).OfType<ChildFilled>());
        Assert.All(world.Of(child).OfType<ChildEnded>(), end => Assert.True(end.CumulativeQuantity.IsZero));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Take_RefusedAtLastLook_IsRefusedInTheMakersWords(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba with { LastLook = TimeSpan.FromMilliseconds(50) });
        world.Desk.Faults.RejectAtLastLook(1, "price moved away");
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 0.5m));
        ChildOrderTerms child = world.Take(quote);
        ChildRefused refused = await world.Sink.WaitForAsync<ChildRefused>(one => one.Child == child.Id);
        Assert.Contains("price moved away", refused.Message, StringComparison.Ordinal);
        Assert.Empty(world.Of(child).OfType<ChildFilled>());
        Assert.Equal(MakerQuoteState.Failed, world.StateOf(quote));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Withdraw_AQuote_IsToldAndItNeverLeavesThen(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba);
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 0.5m));
        world.Desk.Withdraw("alba", "risk limit");
        QuoteEnded ended = await world.Sink.WaitForAsync<QuoteEnded>(one => one.QuoteId == quote.QuoteId);
        Assert.Equal((quote.Request, QuoteEnding.Withdrawn), (ended.Request, ended.Ending));
        ChildOrderTerms child = world.Take(quote);
        ChildDropped dropped = await world.Sink.WaitForAsync<ChildDropped>(one => one.Child == child.Id);
        Assert.Contains("withdrawn", dropped.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Ask_NobodyAnswers_TimesOutByName(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba);
        world.Desk.Faults.IgnoreRequests(1);
        RequestQuotes request = world.Ask(Side.Buy, 0.5m, 200);
        QuoteRequestEnded ended = await world.Sink.WaitForAsync<QuoteRequestEnded>(one => one.Request == request.Id);
        Assert.Equal((QuoteRequestEnding.TimedOut, null), (ended.Ending, ended.Maker));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Take_AnswerIsLost_StatusTellsTheFill(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba);
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 0.5m));
        world.Faults.WithholdAnswers(1);
        ChildOrderTerms child = world.Take(quote);
        await world.Sink.WaitForAsync<ChildLost>(one => one.Child == child.Id);
        world.Adapter.Query(new QueryChild(child, null));
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(one => one.Child == child.Id && one.State != VenueOrderState.Working);
        Assert.Equal((VenueOrderState.Filled, world.Lots(0.5m)), (status.State, status.CumulativeQuantity));
        Assert.Equal(world.Instrument.Price(quote.Price), status.AveragePrice);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Take_AcceptanceIsLost_StatusSaysThatThereIsNone(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba);
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 0.5m));
        world.Faults.SwallowOrders(1);
        ChildOrderTerms child = world.Take(quote);
        await world.Sink.WaitForAsync<ChildLost>(one => one.Child == child.Id);
        world.Adapter.Query(new QueryChild(child, null));
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(one => one.Child == child.Id);
        Assert.Equal((VenueOrderState.NotFound, QuantityLots.Zero), (status.State, status.CumulativeQuantity));
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Disconnect_DuringARequest_LosesItAndTheNextWorks(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba, Brae with { AnswerDelay = TimeSpan.FromSeconds(3) });
        RequestQuotes request = world.Ask(Side.Buy, 0.5m);
        FirmQuote quote = await world.QuoteAsync(request, "alba");
        int before = world.Sink.Events.Count;
        world.Faults.Disconnect(ConnectionKinds.Private);
        await world.Sink.WaitForAsync<QuoteRequestEnded>(one => one.Request == request.Id && one.Ending == QuoteRequestEnding.Lost, before);
        await world.Sink.WaitForAsync<QuoteEnded>(one => one.QuoteId == quote.QuoteId, before);
        ChildOrderTerms child = world.Take(quote);
        await world.Sink.WaitForAsync<ChildDropped>(one => one.Child == child.Id);
        await world.Sink.WaitForAsync<VenueConnectionChanged>(one => one.Connected, before);
        FirmQuote next = await world.QuoteAsync(world.Ask(Side.Buy, 0.5m), "alba");
        await world.FilledAsync(world.Take(next), 0.5m);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Disconnect_WhileTheMakerLooks_FillsOnceAfterAQuestion(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba with { LastLook = TimeSpan.FromMilliseconds(300) });
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 0.5m));
        ChildOrderTerms child = world.Take(quote);
        await world.Sink.UntilAsync(() => world.StateOf(quote) == MakerQuoteState.Pending, "the last look", poll: true);
        world.Faults.Disconnect(ConnectionKinds.Private);
        await world.Sink.WaitForAsync<ChildLost>(one => one.Child == child.Id);
        world.Adapter.Query(new QueryChild(child, null));
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(one => one.Child == child.Id && one.State == VenueOrderState.Filled);
        Assert.Equal(world.Lots(0.5m), status.CumulativeQuantity);
        Assert.True(world.Of(child).OfType<ChildFilled>().DistinctBy(fill => fill.Fill.VenueTradeId).Count() <= 1);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task Quotes_SentTwice_AreToldOnceAndFillsCarryOneId(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba);
        world.Desk.Faults.DoubleQuotes(1);
        world.Desk.Faults.DoubleFills(1);
        RequestQuotes request = world.Ask(Side.Buy, 0.5m);
        FirmQuote quote = await world.QuoteAsync(request);
        ChildOrderTerms child = world.Take(quote);
        await world.FilledAsync(child, 0.5m);
        FirmQuote second = await world.QuoteAsync(world.Ask(Side.Buy, 0.25m));
        await world.FilledAsync(world.Take(second), 0.25m);
        Assert.Single(world.Sink.Events.OfType<QuoteReceived>(), one => one.Quote.Request == request.Id);
        Assert.Single(world.Of(child).OfType<ChildFilled>().Select(fill => fill.Fill.VenueTradeId).Distinct());
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task End_WhatWasNotTaken_IsToldToItsMaker(string venue)
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(venue, Alba);
        RequestQuotes request = world.Ask(Side.Buy, 0.5m);
        FirmQuote quote = await world.QuoteAsync(request);
        world.End(request, quote.QuoteId);
        await world.Sink.UntilAsync(() => world.StateOf(quote) == MakerQuoteState.Passed, "the pass", poll: true);
        ChildOrderTerms child = world.Take(quote);
        await world.Sink.WaitForAsync<ChildDropped>(one => one.Child == child.Id);
    }

    private static List<QuoteRequestEnded> Ends(QuoteWorld world, RequestQuotes request) =>
        [.. world.Sink.Events.OfType<QuoteRequestEnded>().Where(one => one.Request == request.Id)];
}
