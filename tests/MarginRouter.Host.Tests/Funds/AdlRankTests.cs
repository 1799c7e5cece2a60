using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Routing;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Host.Tests.Funds;

/// <summary>Places in a venue's deleveraging queue reach route costs over the venue's own protocol.</summary>
public sealed class AdlRankTests
{
    [Fact]
    public async Task Buy_PositionComesToTheFrontOfTheQueue_GoesToTheOtherVenueAndSellsAreNotCharged()
    {
        await using FundWorld world = await FundWorld.StartAsync(held: 0.2m);

        // A bitcoin in great profit stands before us: the safest fifth.
        await world.RankAsync(1m);
        RouteDecision calm = await world.DecideAsync(Side.Buy);
        RouteChild child = Assert.Single(calm.Children);
        Assert.Equal((0, 0m), (child.Terms.Instrument.Value, child.Cost.VenueRisk));
        Assert.Equal(new AdlSurcharge(new AdlRank(1m, 1m, 5m), 0m), Surcharge(calm));

        // It is closed, and we are all that is left of the queue.
        SimulatedAccount crowd = world.Bybit.Exchange.Account(FundWorld.Crowd);
        OrderAnswer closed = world.Bybit.Exchange.Place(
            crowd, new OrderRequest { ClientOrderId = "close", Symbol = "BTCUSDT", Side = Side.Sell, Quantity = 1m, LimitPrice = 59_000m, ReduceOnly = true });
        Assert.Null(closed.Rejection);
        await world.RankAsync(5m);
        RouteDecision pressed = await world.DecideAsync(Side.Buy);
        Assert.Equal(1, Assert.Single(pressed.Children).Terms.Instrument.Value);
        Assert.Equal(new AdlSurcharge(new AdlRank(5m, 1m, 5m), FundWorld.Charge), Surcharge(pressed));
        RejectedCandidate rejected = pressed.Rejected.Single(one => one.Instrument.Value == 0);
        Assert.Equal(pressed.ArrivalPrice!.Value * FundWorld.Charge / 10_000m, rejected.NextUnit!.Value.VenueRisk);

        // A sale reduces the position: whichever venue it goes to, none is charged for.
        RouteDecision sale = await world.DecideAsync(Side.Sell);
        Assert.Null(Surcharge(sale));
        Assert.Equal(0m, sale.Cost.VenueRisk);
        Assert.All(sale.Rejected, one => Assert.Equal(0m, one.NextUnit?.VenueRisk ?? 0m));
    }

    private static AdlSurcharge? Surcharge(RouteDecision decision) => AdlSurcharge.Of(
        decision.Slice.Venues.Single(venue => venue.Venue.Value == 0), decision.Slice.Accounts[0].Account, new InstrumentId(0), decision.Slice.Side);
}
