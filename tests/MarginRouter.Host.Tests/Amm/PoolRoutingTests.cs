using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Tests.Crash;

namespace MarginRouter.Host.Tests.Amm;

/// <summary>A pool beside an order book in the live router: market data, decision, transaction, fill, report.</summary>
public sealed class PoolRoutingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Order_OverBookAndPool_IsSplitWithGasAsFixedCost(bool isConcentrated)
    {
        await using PoolRoutingWorld world = await PoolRoutingWorld.StartAsync(isConcentrated, hasAccount: true);
        (decimal dollars, decimal bitcoins) = (world.Dollars, world.Bitcoins);
        world.Router.Order(CrashConfiguration.FuturesDesk, "BOTH", Side.Buy, 5m);
        ReportParent report = await world.Router.FinalAsync("BOTH");
        Assert.True(report.CumulativeQuantity == 5m, string.Join("; ", report.Refusals));

        RouteDecision decision = await world.Router.DecisionAsync(1);
        RouteChild pool = Assert.Single(decision.Children, child => child.Terms.Instrument == PoolRoutingWorld.PoolInstrument);
        RouteChild book = Assert.Single(decision.Children, child => child.Terms.Instrument == PoolRoutingWorld.BookInstrument);
        Assert.Equal((PoolRoutingWorld.Ticket, 0m), (pool.Cost.Fixed, book.Cost.Fixed));
        Assert.Equal(PoolRoutingWorld.Ticket, decision.Cost.Fixed);
        Assert.Equal(0m, pool.Cost.Fee);

        // What the chain holds is what was decided: the quantity to the lot, the payment within its limit, the average as it was expected.
        decimal taken = pool.Terms.Quantity.Value * 0.0001m;
        decimal paid = dollars - world.Dollars;
        Assert.InRange(taken, 0.5m, 4.5m);
        Assert.Equal(bitcoins + taken, world.Bitcoins);
        Assert.Equal(5m - taken, world.FilledAtTheExchange());
        Assert.True(paid <= taken * pool.Terms.LimitPrice.Value * 0.01m, $"paid {paid} for {taken}");
        Assert.InRange(pool.AveragePrice - (paid / taken), 0m, 1m);

        // Neither alone would have been better: the dearest parts of both cost about the same.
        ChildFilled fill = Assert.Single(world.Router.Events.OfType<ChildFilled>(), filled => filled.Fill.Child == pool.Terms.Id);
        Assert.Equal((pool.Terms.Quantity, "ETH"), (fill.Fill.Quantity, fill.Fill.FeeAsset.Code));
        Assert.Equal(paid, Math.Round(fill.Fill.Price * taken, 6));
        Assert.InRange(decision.GapBasisPoints!.Value, 0m, 0.5m);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Order_TooSmallForTheGas_GoesToTheBookAndSaysWhy(bool isConcentrated)
    {
        await using PoolRoutingWorld world = await PoolRoutingWorld.StartAsync(isConcentrated, hasAccount: true);
        world.Router.Order(CrashConfiguration.FuturesDesk, "SMALL", Side.Buy, 0.05m);
        ReportParent report = await world.Router.FinalAsync("SMALL");
        Assert.Equal(0.05m, report.CumulativeQuantity);
        RouteDecision decision = await world.Router.DecisionAsync(1);
        Assert.Equal(PoolRoutingWorld.BookInstrument, Assert.Single(decision.Children).Terms.Instrument);
        RejectedCandidate pool = Assert.Single(decision.Rejected, rejected => rejected.Instrument == PoolRoutingWorld.PoolInstrument);
        Assert.Equal((RefusalReason.FixedCost, PoolRoutingWorld.Ticket), (pool.Refusal.Reason, pool.Refusal.Required!.Value));
        Assert.Empty(world.Chain.Received);
    }

    [Fact]
    public async Task Order_WithoutAnAccountOnTheChain_NeverTouchesThePool()
    {
        await using PoolRoutingWorld world = await PoolRoutingWorld.StartAsync(isConcentrated: true, hasAccount: false);
        world.Router.Order(CrashConfiguration.FuturesDesk, "BOOK", Side.Buy, 5m);
        ReportParent report = await world.Router.FinalAsync("BOOK");
        Assert.Equal(5m, report.CumulativeQuantity);
        RouteDecision decision = await world.Router.DecisionAsync(1);
        Assert.Equal(PoolRoutingWorld.BookInstrument, Assert.Single(decision.Children).Terms.Instrument);
        Assert.DoesNotContain(decision.Rejected, rejected => rejected.Instrument == PoolRoutingWorld.PoolInstrument);
        Assert.Empty(world.Chain.Received);
    }

    [Fact]
    public async Task Order_WhoseSwapReverts_KeepsWhatTheBookGaveAndNamesTheRefusal()
    {
        await using PoolRoutingWorld world = await PoolRoutingWorld.StartAsync(isConcentrated: true, hasAccount: true);
        world.Chain.Faults.RevertTransactions(1);
        world.Router.Order(CrashConfiguration.FuturesDesk, "REVERT", Side.Buy, 5m);
        ReportParent report = await world.Router.FinalAsync("REVERT");
        Assert.Equal(world.FilledAtTheExchange(), report.CumulativeQuantity);
        Assert.InRange(report.CumulativeQuantity, 0.5m, 4.5m);
        Assert.Contains(report.Refusals, refusal => refusal.Reason == RefusalReason.VenueRejected && refusal.Subject.Contains("REVERTED", StringComparison.Ordinal));
        Assert.Equal(2_000_000m, world.Dollars);
    }
}
