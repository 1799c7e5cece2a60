using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Venues.Tests.Rfq;

/// <summary>What FIX makers can do beyond all venues: parts of a quote, refusals by name, several quotes of one request.</summary>
public sealed class FixQuoteTests
{
    private static readonly QuoteMakerOptions Alba = new() { Name = "alba", SpreadBasisPoints = 5, MinimumFraction = 0.25m };
    private static readonly QuoteMakerOptions Brae = new() { Name = "brae", SpreadBasisPoints = 10 };

    [Fact]
    public async Task Take_PartOfAQuoteThatAllowsIt_FillsThatPart()
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(QuoteWorld.Fix, Alba);
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 1m));
        Assert.Equal((world.Lots(0.25m), false), (quote.MinimumQuantity, quote.IsAllOrNothing));
        ChildOrderTerms child = world.Take(quote, 0.4m);
        await world.FilledAsync(child, 0.4m);
        Assert.Equal(MakerQuoteState.Filled, world.StateOf(quote));
    }

    [Fact]
    public async Task Take_LessThanItsLeastSize_NeverLeaves()
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(QuoteWorld.Fix, Alba);
        FirmQuote quote = await world.QuoteAsync(world.Ask(Side.Buy, 1m));
        ChildOrderTerms child = world.Take(quote, 0.2m);
        ChildDropped dropped = await world.Sink.WaitForAsync<ChildDropped>(one => one.Child == child.Id);
        Assert.Contains("2500 to 10000 lots, not for 2000", dropped.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_TwoQuotesOfOneRequest_BothFill()
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(QuoteWorld.Fix, Alba, Brae);
        RequestQuotes request = world.Ask(Side.Buy, 1m);
        ChildOrderTerms near = world.Take(await world.QuoteAsync(request, "alba"), 0.5m);
        ChildOrderTerms far = world.Take(await world.QuoteAsync(request, "brae"));
        await world.FilledAsync(near, 0.5m);
        await world.FilledAsync(far, 1m);
    }

    [Fact]
    public async Task Ask_OneMakerRefuses_IsToldInItsWords()
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(QuoteWorld.Fix, Alba);
        world.Desk.Faults.RefuseToQuote(1, "out of inventory");
        RequestQuotes request = world.Ask(Side.Buy, 1m);
        QuoteRequestEnded ended = await world.Sink.WaitForAsync<QuoteRequestEnded>(one => one.Request == request.Id);
        Assert.Equal(QuoteRequestEnding.Refused, ended.Ending);
        Assert.Contains("out of inventory", ended.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_FilledAfterItWasReportedAsRunOut_TellsTheFill()
    {
        await using QuoteWorld world = await QuoteWorld.StartAsync(QuoteWorld.Fix, Alba);
        world.Desk.Faults.FillLate(1, TimeSpan.FromMilliseconds(100));
        ChildOrderTerms child = world.Take(await world.QuoteAsync(world.Ask(Side.Buy, 0.5m)));
        ImmutableArray<ChildFilled> fills = await world.FilledAsync(child, 0.5m);
        Assert.Single(fills);
        Assert.Contains(world.Of(child), one => one is ChildEnded or ChildRefused);
    }

    [Fact]
    public async Task Ask_AdapterWithoutQuotes_IsRefusedByName()
    {
        await using FixVenue.FixWorld world = await FixVenue.FixWorld.StartAsync();
        RequestQuotes request = new(new QuoteRequestId(new ParentOrderId(1), 1, 0), FixVenue.FixWorld.Bitcoin.Id, Side.Buy, new QuantityLots(1), FixVenue.FixWorld.Now())
        {
            Subaccounts = [FixVenue.FixWorld.Alpha],
            Makers = ["alba"],
        };
        world.Adapter.RequestQuotes(request);
        QuoteRequestEnded ended = await world.Sink.WaitForAsync<QuoteRequestEnded>(one => one.Request == request.Id);
        Assert.Equal((QuoteRequestEnding.Refused, "quotes are not configured at this venue"), (ended.Ending, ended.Reason));
    }
}
