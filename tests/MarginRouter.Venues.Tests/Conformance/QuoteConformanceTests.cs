using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>Firm quotes as every venue with makers must bring them; the folder Rfq holds the scenarios beside these.</summary>
public sealed class QuoteConformanceTests
{
    [Theory]
    [VenueRows(VenueCapability.FirmQuotes)]
    public async Task Take_AFirmQuote_FillsAtItsPriceAndTheAccountAgrees(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        FirmQuote quote = await world.QuoteAsync(Side.Buy, 0.5m);
        Assert.Equal(world.Lots(0.5m), quote.Quantity);
        ChildOrderTerms terms = world.Take(quote);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 0.5m, "the whole quote filled");
        Assert.All(world.Fills(terms), filled => Assert.Equal(world.Instrument.Price(quote.Price), filled.Fill.Price));
        await world.AccountAgreesAsync();
        Assert.DoesNotContain(world.Sink.Events, one => one is ChildLost or ChildRefused or ChildDropped);
    }

    [Theory]
    [VenueRows(VenueCapability.FirmQuotes)]
    public async Task Query_OfATakenQuoteAfterARestart_TellsTheFill(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        ChildOrderTerms terms = world.Take(await world.QuoteAsync(Side.Sell, 0.25m));
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 0.25m, "the whole quote filled");
        await world.RestartAsync();
        world.Query(terms);
        ChildStatusReported status = await world.Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id && report.State != VenueOrderState.Working);
        Assert.Equal((VenueOrderState.Filled, world.Lots(0.25m)), (status.State, status.CumulativeQuantity));
        Assert.Equal(0.25m, world.FilledQuantity(terms));
    }
}
