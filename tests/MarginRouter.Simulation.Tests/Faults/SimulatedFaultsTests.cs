using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.Faults;

public sealed class SimulatedFaultsTests
{
    [Fact]
    public async Task WithholdAnswers_OrderExecutesButNothingIsToldUntilRelease()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        RecordingListener listener = new();
        venue.Attach(listener);
        venue.Faults.WithholdAnswers(1);

        OrderAnswer answer = venue.Place(venue.Account("main"), SimulatedWorld.Order("a", Side.Buy, 1m, 100m));

        Assert.False(answer.Release.IsCompleted);
        Assert.Empty(listener.Executions);
        Assert.Equal(OrderState.Filled, venue.FindOrder(venue.Account("main"), "a")!.State);
        venue.Faults.ReleaseWithheld();
        Assert.True(answer.Release.IsCompletedSuccessfully);
        Assert.Equal([ExecutionUpdateKind.Accepted, ExecutionUpdateKind.Filled], listener.Executions.Select(update => update.Kind));
    }

    [Fact]
    public async Task SwallowOrders_OrderIsUnknownButItsReceptionIsCounted()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        venue.Faults.SwallowOrders(1);

        OrderAnswer swallowed = venue.Place(venue.Account("main"), SimulatedWorld.Order("a", Side.Buy, 1m, 100m));
        OrderAnswer next = venue.Place(venue.Account("main"), SimulatedWorld.Order("b", Side.Buy, 1m, 100m));

        Assert.True(swallowed.IsSwallowed);
        Assert.Null(venue.FindOrder(venue.Account("main"), "a"));
        Assert.Equal(1, venue.CountReceptions("a"));
        Assert.Equal(OrderState.Filled, next.Order!.State);
    }

    [Fact]
    public async Task RejectOrders_RefusesSoManyWithTheText()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        venue.Faults.RejectOrders(1, "maintenance");

        OrderAnswer refused = venue.Place(venue.Account("main"), SimulatedWorld.Order("a", Side.Buy, 1m, 100m));
        OrderAnswer next = venue.Place(venue.Account("main"), SimulatedWorld.Order("b", Side.Buy, 1m, 100m));

        Assert.Equal(new OrderRejection(RejectionReason.Injected, "maintenance"), refused.Rejection);
        Assert.NotNull(next.Order);
    }

    [Fact]
    public async Task LimitNextFill_FillsNoMoreThanTheLimit()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        venue.Faults.LimitNextFill(0.4m);

        OrderAnswer limited = venue.Place(venue.Account("main"), SimulatedWorld.Order("a", Side.Buy, 1m, 100m));
        OrderAnswer next = venue.Place(venue.Account("main"), SimulatedWorld.Order("b", Side.Buy, 0.6m, 100m));

        Assert.Equal((OrderState.Expired, 0.4m), (limited.Order!.State, limited.Order.CumulativeQuantity));
        Assert.Equal(OrderState.Filled, next.Order!.State);
    }

    [Fact]
    public async Task MakeNextFillLate_ReportsTheEndBeforeTheLastFill()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        RecordingListener listener = new();
        venue.Attach(listener);
        venue.Faults.MakeNextFillLate();

        OrderAnswer answer = venue.Place(venue.Account("main"), SimulatedWorld.Order("a", Side.Buy, 2m, 100.01m));

        Assert.Equal(
            [ExecutionUpdateKind.Accepted, ExecutionUpdateKind.Filled, ExecutionUpdateKind.Expired, ExecutionUpdateKind.Filled],
            listener.Executions.Select(update => update.Kind));
        Assert.Equal(1m, listener.Executions[2].Order.CumulativeQuantity);
        Assert.Equal((OrderState.Expired, 1m), (answer.Order!.State, answer.Order.CumulativeQuantity));
        Assert.Equal(2m, venue.FindOrder(venue.Account("main"), "a")!.CumulativeQuantity);
        AccountStatement atEnd = listener.Executions[2].Statement;
        Assert.Equal(900m, atEnd.Balance("USDT"));
        Assert.True(listener.Executions[3].Time > atEnd.AsOf);
    }

    [Fact]
    public async Task SkipTicks_LosesTheTickButKeepsTheNumbering()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        RecordingListener listener = new();
        venue.Attach(listener);
        venue.Faults.SkipTicks("BTCUSDT", 1);

        venue.Market("BTCUSDT").SetLevel(MarginRouter.Core.MarketData.BookSide.Bid, 99.98m, 1m);
        venue.Publish();
        long lost = venue.Market("BTCUSDT").UpdateId;
        venue.Market("BTCUSDT").SetLevel(MarginRouter.Core.MarketData.BookSide.Bid, 99.97m, 1m);
        venue.Publish();

        Assert.Single(listener.Ticks);
        Assert.Equal(lost + 1, listener.Ticks[0].FirstUpdateId);
        Assert.Equal(lost, listener.Ticks[0].PreviousLastUpdateId);
    }

    [Fact]
    public async Task Disconnect_TellsTheListeners()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        RecordingListener listener = new();
        venue.Attach(listener);

        venue.Faults.Disconnect(ConnectionKinds.Public | ConnectionKinds.Private);

        Assert.Equal(ConnectionKinds.Public | ConnectionKinds.Private, listener.Disconnected);
    }

    [Fact]
    public async Task CorruptChecksums_IsSpentOncePerMessage()
    {
        await using SimulatedExchange venue = SimulatedWorld.Spot(new ManualTime());
        venue.Faults.CorruptChecksums(2);

        Assert.Equal([true, true, false], new[] { venue.Faults.TakeChecksumCorruption(), venue.Faults.TakeChecksumCorruption(), venue.Faults.TakeChecksumCorruption() });
    }
}
