using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>What desks may ask and tell about routes: previews, instructions, and the firm's rules for venues.</summary>
public sealed class RouteQueryTests
{
    [Fact]
    public void Apply_Preview_TellsTheRouteAndChangesNothing()
    {
        TestSession asked = EngineScript.Check("> open");
        RoutePreview preview = Preview(asked, Request(9.5m));
        Assert.Null(preview.Refusal);
        Assert.Equal([8m, 1.5m], preview.Decision!.Children.Select(child => TestFirm.Reference[child.Terms.Instrument].Quantity(child.Terms.Quantity)));
        Assert.Equal(asked.Now, preview.At);
        Assert.Empty(asked.Engine.Parents);
        EngineScript.Check(asked, """
            ? reserved
            > buy A1 9.5
            decide 1.1: 9.5 planned, 0 left
            report 1 A1 New New 0+9.5 of 9.5 avg 0
            send 1.1.0 alpha-1 Buy 8 BTCUSDT @ 60030
            send 1.1.1 beta-1 Buy 1.5 BTC/USD @ 60120
            """);
    }

    [Fact]
    public void Apply_PreviewOfWhatWouldBeRefused_TellsTheRefusal()
    {
        TestSession session = EngineScript.Check("> open");
        RoutePreview preview = Preview(session, Request(0m));
        Assert.Equal(RefusalReason.InvalidQuantity, preview.Refusal!.Reason);
        Assert.Null(preview.Decision);
    }

    [Fact]
    public void Apply_VenueExcludedByTheParent_IsPassedOverAndNamed()
    {
        TestSession session = EngineScript.Check("> open");
        RouteInstructions instructions = new() { Venues = [new VenuePreference("alpha") { Excluded = true }] };
        RouteDecision decision = Preview(session, Request(0.5m) with { Instructions = instructions }).Decision!;
        Assert.DoesNotContain(decision.Children, child => child.Terms.Instrument == TestFirm.Perpetual);
        Assert.Contains(decision.Rejected, one => one.Refusal == new Refusal(RefusalReason.VenueExcluded, "alpha"));
    }

    [Fact]
    public void Apply_VenueOrderAndKinds_AreFollowed()
    {
        TestSession session = EngineScript.Check("> open");
        RouteInstructions ranked = new() { Venues = [new VenuePreference("beta") { Rank = 1 }, new VenuePreference("alpha") { Rank = 2 }] };
        RouteDecision byRank = Preview(session, Request(0.5m) with { Instructions = ranked }).Decision!;
        Assert.Equal(TestFirm.Margined, Assert.Single(byRank.Children).Terms.Instrument);
        Assert.True(byRank.Cost.Preference == 0m, $"{byRank.Cost}");
        RouteInstructions perpetuals = new() { Kinds = [InstrumentKind.LinearPerpetual] };
        RouteDecision byKind = Preview(session, Request(9.5m) with { Instructions = perpetuals }).Decision!;
        Assert.All(byKind.Children, child => Assert.Equal(TestFirm.Perpetual, child.Terms.Instrument));
        Assert.Contains(byKind.Rejected, one => one.Refusal.Reason == RefusalReason.InstrumentKindExcluded);
    }

    [Fact]
    public void Apply_UnknownVenueInInstructions_IsRefused()
    {
        TestSession session = EngineScript.Check("> open");
        RouteInstructions instructions = new() { Venues = [new VenuePreference("nowhere")] };
        RoutePreview preview = Preview(session, Request(0.5m) with { Instructions = instructions });
        Assert.Equal(RefusalReason.InvalidInstruction, preview.Refusal!.Reason);
    }

    private static ParentRequest Request(decimal quantity) =>
        new(TestFirm.Desk, "P1", "BTC-USD", Side.Buy, quantity, OrderType.Market, null, TimeInForce.ImmediateOrCancel);

    private static RoutePreview Preview(TestSession session, ParentRequest request) =>
        session.Apply(new PreviewRequested("Q1", request)).OfType<AnswerPreview>().Single().Preview;
}
