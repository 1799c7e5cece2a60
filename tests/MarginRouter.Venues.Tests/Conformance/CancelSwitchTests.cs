using System.Diagnostics;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>The dead man's switch of each venue that has one: it spares an adapter that lives and takes the orders of one that is cut.</summary>
public sealed class CancelSwitchTests
{
    [Theory]
    [VenueRows(VenueCapability.CancelsWhenSilent)]
    public async Task Switch_OfALivingAdapterThenOfACutOne_SparesTheOrderThenCancelsIt(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue, VenuePace.Guarded);
        SimulatedAccount account = world.Exchange.Account("main");
        Stopwatch alive = Stopwatch.StartNew();
        ChildOrderTerms terms = world.Send(Side.Buy, 1m, 99m, OrderStanding.Resting);
        await world.Sink.WaitForAsync<ChildAccepted>(accepted => accepted.Child == terms.Id);
        TimeSpan outlived = world.ShortestSilence * 1.3;
        await world.Sink.UntilAsync(() => alive.Elapsed > outlived, "more time than the switch has", poll: true, limit: outlived * 3);
        Assert.Single(world.Exchange.OpenOrders(account));
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildEnded or ChildLost);

        await world.CutAsync();
        Assert.Single(world.Exchange.OpenOrders(account));
        await world.Sink.UntilAsync(() => world.Exchange.OpenOrders(account).IsEmpty, "the venue cancelled the order", poll: true, limit: world.ShortestSilence * 4);
        Assert.True(world.Exchange.CountSwitches(account) > 0);
    }
}
