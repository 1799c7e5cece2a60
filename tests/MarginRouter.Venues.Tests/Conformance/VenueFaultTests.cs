using System.Diagnostics;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>What every adapter must do when its venue is not well: over its limits, closed, with another clock, or late.</summary>
public sealed class VenueFaultTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Send_WhenTheVenueCountsTooManyOrders_IsRefusedAndALaterOneGoes(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        world.Exchange.Faults.LimitOrders(1);
        ChildOrderTerms limited = world.Send(Side.Buy, 1m, 100.0m);
        ChildRefused refused = await world.Sink.WaitForAsync<ChildRefused>(refusal => refusal.Child == limited.Id);
        Assert.NotEmpty(refused.Code + refused.Message);
        ChildOrderTerms later = await FirstAcceptedAsync(world);
        Assert.Empty(world.Fills(limited));
        Assert.Equal((1, 1), (world.Receptions(limited), world.Receptions(later)));
    }

    [Theory]
    [VenueRows(VenueCapability.Orders, VenueCapability.AccountAfterFill)]
    public async Task Account_WhenTheVenueCountsTooManyRequests_IsReadOnceItAnswersAgain(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        world.Exchange.Faults.LimitRequests(2);
        ChildOrderTerms terms = world.Send(Side.Buy, 2m, 100.1m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 2m, "a complete fill");
        await world.AccountAgreesAsync();
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Maintenance_ClosesTheVenueAndAfterItEverythingIsBack(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        int before = world.Sink.Events.Count;
        int states = world.Sink.States.Count;
        world.Exchange.Faults.IsUnderMaintenance = true;
        await world.Sink.WaitForAsync<VenueConnectionChanged>(changed => !changed.Connected, before);
        await world.Sink.UntilAsync(() => world.Sink.States.Skip(states).Any(change => change.State != BookState.Live), "a book that is not live");
        ChildOrderTerms closed = world.Send(Side.Buy, 1m, 100.0m);
        await world.Sink.WaitForAsync<ChildDropped>(dropped => dropped.Child == closed.Id);
        world.Market.SetLevel(BookSide.Bid, 98.5m, 7m);
        world.Exchange.Publish();
        int down = world.Sink.Events.Count;
        world.Exchange.Faults.IsUnderMaintenance = false;
        await world.Sink.WaitForAsync<VenueConnectionChanged>(changed => changed.Connected, down);
        await world.BookAgreesAsync();
        ChildOrderTerms open = world.Send(Side.Buy, 1m, 100.0m);
        await world.Sink.UntilAsync(() => world.FilledQuantity(open) == 1m, "a fill after the maintenance");
        Assert.Equal((0, 1), (world.Receptions(closed), world.Receptions(open)));
        await world.AccountAgreesAsync();
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Clock_ThatJumpsAtTheVenue_IsMeasuredAgainAndOrdersGo(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        world.Exchange.Clock.Skew = TimeSpan.FromSeconds(60);
        await FirstAcceptedAsync(world);
        world.Exchange.Clock.Skew = TimeSpan.Zero;
        await FirstAcceptedAsync(world);
        Assert.DoesNotContain(world.Sink.Events, inbound => inbound is ChildLost);
    }

    [Theory]
    [VenueRows(VenueCapability.Orders)]
    public async Task Fill_ThatComesAfterTheEndOfItsOrder_CountsOnce(string venue)
    {
        await using VenueWorld world = await VenueWorld.ConnectedAsync(venue);
        world.Exchange.Faults.MakeNextFillLate();
        ChildOrderTerms terms = world.Send(Side.Buy, 5m, 100.1m);
        await world.Sink.WaitForAsync<ChildEnded>(end => end.Child == terms.Id);
        await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 3m, "the late fill");
        await world.AccountAgreesAsync();
        Assert.Equal(1, world.Receptions(terms));
    }

    /// <summary>Sends orders until one is accepted, as an engine would route again; each refused one has one outcome and no fill.</summary>
    private static async Task<ChildOrderTerms> FirstAcceptedAsync(VenueWorld world)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (true)
        {
            ChildOrderTerms terms = world.Send(Side.Buy, 0.001m, 100.5m);
            InboundEvent first = await world.Sink.WaitForAsync<InboundEvent>(inbound =>
                inbound is ChildAccepted accepted && accepted.Child == terms.Id
                || inbound is ChildRefused refused && refused.Child == terms.Id
                || inbound is ChildDropped dropped && dropped.Child == terms.Id
                || inbound is ChildLost lost && lost.Child == terms.Id);
            if (first is ChildAccepted)
            {
                await world.Sink.UntilAsync(() => world.FilledQuantity(terms) == 0.001m, "its fill");
                return terms;
            }

            Assert.True(waited.Elapsed < Patience, $"no order is accepted any more: {first}");
        }
    }
}
