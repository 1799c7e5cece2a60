using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Tests.Conformance;

namespace MarginRouter.Venues.Tests.Trading;

/// <summary>Places in deleveraging queues over the venues' own protocols.</summary>
public sealed class AdlRankTests
{
    /// <summary>A position that is alone in its queue is the first of it, on the venue's own scale; a flat one has no place.</summary>
    [Theory]
    [InlineData("binance usdm", 4, 0, 4)]
    [InlineData("bybit linear", 5, 1, 5)]
    [InlineData("okx swap", 5, 0, 5)]
    public async Task Connect_WithAPositionInProfit_ReportsItsPlaceInTheQueue(string venue, int stated, int safest, int first)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        AccountReported flat = await world.Sink.WaitForAsync<AccountReported>(_ => true);
        Assert.All(flat.Snapshot.Positions, position => Assert.Null(position.AdlRank));
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, 100.0m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 1m, "a fill");
        world.Market.FixMarkPrice(105m);

        await world.RestartAsync();

        AdlRank rank = new(stated, safest, first);
        AccountReported reported = await world.Sink.WaitForAsync<AccountReported>(one => one.Snapshot.Positions.Any(position => position.AdlRank is not null));
        Assert.Equal(rank, Assert.Single(reported.Snapshot.Positions).AdlRank);
        Assert.Equal(1m, rank.Nearness);
    }
}
