using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Transfers;
using MarginRouter.Core.Tests.Routing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>Suggested transfers as the engine asks for them: in previews, in decisions that stay short, to desks that may see them.</summary>
public sealed class TransferScenarioTests
{
    private static readonly Instant Start = Instant.FromMilliseconds(1_800_000_000_000);
    private static readonly TransferRoute Way = new(
        TestFirm.GammaAccount, TestFirm.BetaAccount, new Asset("USD"), TransferKind.Wire, new TransferFee(5m, 0m, 60_000, 600_000), 100m, 400_000m, 100m);

    [Fact]
    public void Apply_PreviewOfADeskThatMaySeeTheWay_SuggestsIt()
    {
        RouterEngine engine = Open(new TransferRule(Way, ["BETA"]), liveWorkUnits: 0);

        RouteDecision decision = Preview(engine, "BETA");

        TransferSuggestion suggestion = decision.Transfers!.Suggestion!;
        Assert.False(decision.Remainder.IsZero);
        Assert.Equal((TestFirm.GammaAccount, TestFirm.BetaAccount, decision.Remainder), (suggestion.From, suggestion.To, suggestion.More));
        Assert.Equal([TestFirm.GammaAccount], decision.Slice.Transfers!.Donors.Select(donor => donor.Subaccount.Id));
        Assert.Equal(suggestion.Planned, TestFirm.Optimizer().Decide(MovedCollateral.In(decision.Slice, Way, suggestion.Amount)).Planned);
    }

    [Fact]
    public void Apply_PreviewOfADeskWithBothAccounts_NeedsNoLeave()
    {
        RouteDecision decision = Preview(Open(new TransferRule(Way, []), liveWorkUnits: 0), TestFirm.Desk);
        Assert.NotNull(decision.Transfers);
        Assert.Empty(decision.Slice.Transfers!.Donors);
        Assert.Null(Preview(Open(new TransferRule(Way, []), liveWorkUnits: 0), "BETA").Transfers);
        Assert.Null(Preview(Open(new TransferRule(Way, ["SOLO"]), liveWorkUnits: 0), "SOLO").Transfers);
    }

    [Fact]
    public void Apply_PreviewAfterTheFiguresHaveGrownOld_RefusesByName()
    {
        Assert.NotNull(Preview(Open(new TransferRule(Way with { ValidUntil = Start.PlusMilliseconds(1) }, ["BETA"]), 0), "BETA").Transfers!.Suggestion);
        RouteDecision decision = Preview(Open(new TransferRule(Way with { ValidUntil = Start.PlusMilliseconds(-1) }, ["BETA"]), 0), "BETA");
        Assert.Null(decision.Transfers!.Suggestion);
        Assert.Equal(RefusalReason.TransferUnknown, Assert.Single(decision.Transfers.Refused).Reason.Reason);
    }

    [Fact]
    public void Apply_ParentThatStaysShort_RecordsASuggestionAndSendsNothingElse()
    {
        CommandList commands = Send(Open(new TransferRule(Way, ["BETA"]), liveWorkUnits: 20_000), 2.5m);

        RouteDecision decision = Decision(commands);
        TransferSuggestion suggestion = decision.Transfers!.Suggestion!;
        Assert.True(decision.Children.Length == 1 && suggestion.More > QuantityLots.Zero, $"{suggestion}");
        Assert.Equal(DecisionBytes.Of(decision), DecisionBytes.Of(TestFirm.Optimizer().Decide(decision.Slice)));
        Assert.All(Enumerable.Range(0, commands.Count), i => Assert.True(commands[i] is RecordDecision or SendChild or ReportParent or RecordValuation, $"{commands[i]}"));
    }

    [Fact]
    public void Apply_ParentThatIsFilled_SpendsNothingOnTransfers()
    {
        RouteDecision decision = Decision(Send(Open(new TransferRule(Way, ["BETA"]), liveWorkUnits: 20_000), 0.01m));
        Assert.True(decision.Remainder.IsZero);
        Assert.Equal((null, 0), (decision.Transfers!.Suggestion, decision.Transfers.WorkUnitsUsed));
    }

    [Fact]
    public void Apply_LiveWithoutWorkUnits_AsksNothing() =>
        Assert.Null(Decision(Send(Open(new TransferRule(Way, ["BETA"]), liveWorkUnits: 0), 2.5m)).Transfers);

    /// <summary>An engine with a venue that shows 3 BTC and an account there that can pay for some of them.</summary>
    private static RouterEngine Open(TransferRule rule, int liveWorkUnits)
    {
        RouterEngine engine = TestFirm.NewEngine(TestFirm.Firm with { Transfers = new TransferPolicy([rule], 50_000, liveWorkUnits) });
        CommandList commands = new();
        foreach (Venue venue in TestFirm.Reference.Venues)
            engine.Apply(Start, new VenueConnectionChanged(venue.Id, Connected: true, "test"), commands);
        InboundEvent[] events =
        [
            MarketEvents.Book(TestFirm.Margined, Start, [(59_990m, 1m)], [(60_010m, 1m), (60_020m, 2m)]),
            MarketEvents.Book(TestFirm.Currency, Start, [(0.9999m, 100_000m)], [(1.0001m, 100_000m)]),
            Statement(TestFirm.BetaAccount, 20_000m, [MarketEvents.Position(TestFirm.Margined, 0m, 0m, 5m)]),
            Statement(TestFirm.GammaAccount, 300_000m, []),
        ];
        foreach (InboundEvent inbound in events)
            engine.Apply(Start, inbound, commands);
        return engine;
    }

    private static AccountReported Statement(SubaccountId account, decimal dollars, PositionSnapshot[] positions) =>
        new(new AccountSnapshot(account, Start, [new AssetBalance(new Asset("USD"), dollars)], [.. positions]));

    private static RouteDecision Preview(RouterEngine engine, string desk)
    {
        CommandList commands = new();
        engine.Apply(Start, new PreviewRequested("Q", Request(desk, 2.5m)), commands);
        return Enumerable.Range(0, commands.Count).Select(i => commands[i]).OfType<AnswerPreview>().Single().Preview.Decision!;
    }

    private static CommandList Send(RouterEngine engine, decimal quantity)
    {
        CommandList commands = new();
        engine.Apply(Start, new ParentReceived(Request("BETA", quantity)), commands);
        return commands;
    }

    private static RouteDecision Decision(CommandList commands) =>
        Enumerable.Range(0, commands.Count).Select(i => commands[i]).OfType<RecordDecision>().Single().Decision;

    private static ParentRequest Request(string desk, decimal quantity) =>
        new(desk, "P1", "BTC-USD", Side.Buy, quantity, OrderType.Market, null, TimeInForce.ImmediateOrCancel);
}
