using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Host.Tests.Quotes;

/// <summary>A router that asks makers over FIX and takes what they quote beside the venue's book, over sockets.</summary>
public sealed class QuoteRoutingTests
{
    private static readonly QuoteMakerOptions Cheap = new() { Name = "m1", SpreadBasisPoints = 0.5m, MaximumQuantity = 3m, Validity = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task Order_OverBookAndQuote_IsSplitAndTheWholeQuoteGoesToTheAccountThatCanCarryIt()
    {
        await using QuoteRoutingWorld world = await QuoteRoutingWorld.StartAsync(70_000m, Cheap);
        world.Router.Order(CrashConfiguration.FuturesDesk, "B1", Side.Buy, 5m);
        ReportParent report = await world.Router.FinalAsync("B1");
        Assert.True(report.CumulativeQuantity == 5m, Told(world, report));
        RouteDecision decision = await world.Router.DecisionAsync(1);
        RouteChild taker = Assert.Single(decision.Children, child => child.Terms.Quote is not null);
        Assert.Equal((1, 30_000L), (taker.Terms.Subaccount.Value, taker.Terms.Quantity.Value));
        Assert.Single(world.Venue.Quotes.Quotes, quote => quote.State == MakerQuoteState.Filled);
        Assert.Contains(decision.Rejected, one => one.Subaccount.Value == 0 && one.Quote is not null && one.Refusal.Reason == RefusalReason.BalanceInsufficient);
    }

    private static string Told(QuoteRoutingWorld world, ReportParent report) => $"{report.Kind} {report.CumulativeQuantity}: " + string.Join("; ", report.Refusals) + "\n"
        + string.Join("\n", world.Router.Events.Where(inbound => inbound is ChildFilled or ChildRefused or ChildEnded or ChildLost or ChildDropped or ChildAccepted or QuoteReceived or QuoteRequestEnded or QuoteEnded));

    [Fact]
    public async Task Order_RefusedAtLastLook_IsRoutedAgainWithoutThatQuote()
    {
        await using QuoteRoutingWorld world = await QuoteRoutingWorld.StartAsync(5_000_000m, Cheap);
        world.Venue.Quotes.Faults.RejectAtLastLook(1);
        world.Router.Order(CrashConfiguration.FuturesDesk, "B1", Side.Buy, 5m);
        ReportParent report = await world.Router.FinalAsync("B1");
        Assert.True(report.CumulativeQuantity == 5m, Told(world, report));
        Assert.Contains(world.Router.Events, inbound => inbound is ChildRefused);
        RouteDecision first = await world.Router.DecisionAsync(1);
        string refused = Assert.Single(first.Children, child => child.Terms.Quote is not null).Terms.Quote!.QuoteId;
        Assert.NotEqual(MakerQuoteState.Filled, world.Venue.Quotes.Quotes.Single(quote => quote.QuoteId == refused).State);
    }

    [Fact]
    public async Task Order_QuoteThatRunsOutWhileItsMakerLooks_IsFilledElsewhere()
    {
        await using QuoteRoutingWorld world = await QuoteRoutingWorld.StartAsync(5_000_000m, Cheap);
        world.Venue.Quotes.Faults.ExpireWhileExecuting(1);
        world.Router.Order(CrashConfiguration.FuturesDesk, "B1", Side.Buy, 5m);
        ReportParent report = await world.Router.FinalAsync("B1");
        Assert.True(report.CumulativeQuantity == 5m, Told(world, report));
    }

    [Fact]
    public async Task Order_AnswerOfATakenQuoteIsLost_StatusResolvesIt()
    {
        await using QuoteRoutingWorld world = await QuoteRoutingWorld.StartAsync(5_000_000m, Cheap with { MaximumQuantity = 5m });
        world.Venue.Exchange.Faults.WithholdAnswers(1);
        world.Router.Order(CrashConfiguration.FuturesDesk, "B1", Side.Buy, 5m);
        ReportParent report = await world.Router.FinalAsync("B1");
        Assert.True(report.CumulativeQuantity == 5m, Told(world, report));
        Assert.Contains(world.Router.Events, inbound => inbound is ChildLost);
        Assert.Contains(world.Router.Events, inbound => inbound is ChildStatusReported);
    }

    [Fact]
    public async Task Order_MakersThatKeepSilent_IsDecidedByTheBookWhenTheWindowIsOver()
    {
        await using QuoteRoutingWorld world = await QuoteRoutingWorld.StartAsync(5_000_000m, Cheap);
        world.Venue.Quotes.Faults.IgnoreRequests(2);
        world.Router.Order(CrashConfiguration.FuturesDesk, "B1", Side.Buy, 5m);
        ReportParent report = await world.Router.FinalAsync("B1");
        Assert.True(report.CumulativeQuantity == 5m, Told(world, report));
        RouteDecision decision = await world.Router.DecisionAsync(1);
        Assert.DoesNotContain(decision.Children, child => child.Terms.Quote is not null);
    }
}
