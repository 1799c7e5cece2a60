using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>
/// The futures venue does not answer an order. Until a status answer tells what became of it, its margin stays reserved: the account has
/// room for little more than one such order, and a second one finds it taken.
/// </summary>
public sealed class LostAnswerTests
{
    /// <summary>At 20 times leverage 8 BTC need about 24,000; two such orders do not fit.</summary>
    private const decimal Balance = 32_000m;

    private const decimal Quantity = 8m;

    [Fact]
    public async Task Answer_WithheldWithItsEvents_MarginIsReservedUntilTheStatusAnswerAndTheFillIsBookedOnce()
    {
        await using LostAnswerWorld world = await LostAnswerWorld.StartAsync(Balance);
        (ObservedRouter router, CrashVenues venues) = (world.Router, world.Venues);

        // At the moment the child is lost a second order is queued: before any status answer, because nobody has asked yet.
        router.BeforeEvent = inbound =>
        {
            if (inbound is ChildLost)
                router.Buy("second", Quantity);
        };
        venues.Futures.Faults.WithholdAnswers(1, eventsToo: true);
        router.Buy("first", Quantity);
        RouteDecision first = await router.DecisionAsync(1);
        RouteDecision second = await router.DecisionAsync(2);
        router.BeforeEvent = null;

        RouteChild child = Assert.Single(first.Children);
        RouteAccount account = Assert.Single(second.Slice.Accounts);
        PendingFill pending = Assert.Single(account.Pending);
        Assert.Equal((child.Terms.Instrument, child.Terms.Side, child.Terms.Quantity, child.Terms.LimitPrice), (pending.Instrument, pending.Side, pending.Quantity, pending.LimitPrice));
        Assert.True(second.Planned < first.Planned, $"{second.Planned.Value} lots were planned beside a reservation of {first.Planned.Value}");
        Assert.NotEmpty(second.Blocking);

        Assert.Equal(Quantity, (await router.FinalAsync("first")).CumulativeQuantity);
        await router.EventAsync(inbound => inbound is ChildStatusReported { State: VenueOrderState.Filled }, "the status answer");
        await router.FinalAsync("second");

        // What was kept back comes at last and must change nothing.
        venues.Futures.Faults.ReleaseWithheld();
        router.Buy("third", 0.01m);
        RouteDecision third = await router.DecisionAsync(3);
        Assert.Empty(Assert.Single(third.Slice.Accounts).Pending);
        await router.FinalAsync("third");
        await world.AssertBookedOnceAsync();
    }

    [Fact]
    public async Task Answer_OfASwallowedOrder_MarginIsReservedUntilTheVenueCanNoLongerTakeIt()
    {
        await using LostAnswerWorld world = await LostAnswerWorld.StartAsync(Balance);
        (ObservedRouter router, CrashVenues venues) = (world.Router, world.Venues);
        router.BeforeEvent = inbound =>
        {
            if (inbound is ChildLost)
                router.Buy("second", Quantity);
        };
        venues.Futures.Faults.SwallowOrders(1);
        router.Buy("first", Quantity);
        RouteDecision second = await router.DecisionAsync(2);
        router.BeforeEvent = null;
        Assert.Single(Assert.Single(second.Slice.Accounts).Pending);
        Assert.DoesNotContain(router.Events, inbound => inbound is ChildStatusReported);

        // The venue says "no such order" from the start, but the request may still be on its way: it is believed later.
        await router.EventAsync(inbound => inbound is ChildStatusReported { State: VenueOrderState.NotFound }, "the status answer");
        Assert.Equal(0m, venues.Orders().Where(order => order.Terms.Quantity == Quantity).Sum(order => order.CumulativeQuantity));
        await router.FinalAsync("second");
        router.Buy("third", 1m);
        RouteDecision decided = await router.DecisionAsync(3);
        Assert.DoesNotContain(Assert.Single(decided.Slice.Accounts).Pending, pending => pending.Quantity.Value == 8_000);
        await router.FinalAsync("third");
        await world.AssertBookedOnceAsync();
    }
}
