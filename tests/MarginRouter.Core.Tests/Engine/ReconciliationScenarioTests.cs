using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>Statements that carry the venue's margin figures, and what an engine makes of them.</summary>
public sealed class ReconciliationScenarioTests
{
    private const decimal Wallet = 100_000m;
    private const decimal Mark = 60_000m;
    private const decimal Size = 5m;

    // 300,000 at the mark: the first bracket's 0.4 %, at leverage 10, bought at the mark.
    private const decimal Maintenance = 1_200m;
    private const decimal Initial = 30_000m;

    [Fact]
    public void Apply_StatementThatAgrees_IsRecordedAndLeavesTheAccountFree()
    {
        TestSession session = Open();
        MarginComparison comparison = Compared(State(session, Figures()));
        Assert.Equal((ReconciliationOutcome.Agrees, 0m), (comparison.Outcome, comparison.Error!.Value));
        Assert.Equal("utilisation", string.Join(' ', comparison.Missing));
        Assert.Null(session.Engine.Reconciliation.ReduceOnly(TestFirm.AlphaAccount));
        Assert.Equal(0m, session.Engine.Reconciliation.Band(TestFirm.AlphaAccount));
    }

    [Fact]
    public void Apply_SmallError_WidensTheBufferOfTheDecisionAndItsRefusal()
    {
        TestSession session = Open();
        Assert.Equal(0.004m, Compared(State(session, Figures() with { MaintenanceMargin = Maintenance + 400m })).Error);
        session.Apply(MarketEvents.Book(TestFirm.Perpetual, session.Now, [(59_990m, 1_000m)], [(60_010m, 1_000m)]));
        AccountMargin margin = Decide(session, Side.Buy, 80m, out RouteDecision decision);
        Assert.Equal((0.496m, 0.004m), (margin.UtilisationLimit, margin.ErrorBand));
        Assert.Null(margin.ReduceOnly);
        string blocking = Assert.Single(decision.Blocking, breach => breach.Subaccount == TestFirm.AlphaAccount).Limit.Subject;
        Assert.Contains("alpha-1, limits less an error band of 0.004", blocking, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_DriftBeyondTheLimit_OnlyReducesUntilEnoughStatementsAgree()
    {
        TestSession session = Open();
        IReadOnlyList<OutboundCommand> commands = State(session, Figures() with { MaintenanceMargin = 3 * Maintenance });
        RaiseAlarm alarm = Assert.Single(commands.OfType<RaiseAlarm>());
        Assert.Equal("marginDrift", alarm.Code);
        Assert.Contains("maintenanceMargin local 1200 venue 3600", alarm.Text, StringComparison.Ordinal);
        AccountMargin grown = Decide(session, Side.Buy, 1m, out RouteDecision refused);
        Assert.Equal(RefusalReason.MarginDrift, Assert.Single(refused.Blocking).Limit.Reason);
        Assert.Contains("local 1200 venue 3600", grown.ReduceOnly!.Subject, StringComparison.Ordinal);
        Decide(session, Side.Sell, 1m, out RouteDecision reduced);
        Assert.True(Assert.Single(reduced.Children).Terms.ReduceOnly);
        for (int i = 0; i < TestFirm.Firm.Reconciliation.Agreements; i++)
        {
            Assert.NotNull(session.Engine.Reconciliation.ReduceOnly(TestFirm.AlphaAccount));
            commands = State(session, Figures());
        }

        Assert.Equal("marginAgrees", Assert.Single(commands.OfType<RaiseAlarm>()).Code);
        Assert.Null(session.Engine.Reconciliation.ReduceOnly(TestFirm.AlphaAccount));
    }

    [Fact]
    public void Apply_FiguresMissingOrLocalUnknown_SayWhatAndNeverCountAsAgreement()
    {
        TestSession session = Open();
        State(session, Figures() with { Equity = Wallet / 2m });
        State(session, null);
        MarginComparison partly = Compared(State(session, new VenueMargin(new Asset("USDT"), Wallet, null, null, null)));
        Assert.Equal("initialMargin maintenanceMargin utilisation", string.Join(' ', partly.Missing));
        session.Apply(MarketEvents.Book(TestFirm.Currency, session.Now, [], [], BookState.Gapped));
        MarginComparison unknown = Compared(State(session, Figures() with { Asset = new Asset("BTC") }));
        Assert.Equal(ReconciliationOutcome.LocalUnknown, unknown.Outcome);
        Assert.Contains("CurrencyMissing", unknown.LocalUnknown, StringComparison.Ordinal);
        Assert.NotNull(session.Engine.Reconciliation.ReduceOnly(TestFirm.AlphaAccount));
    }

    [Fact]
    public void Apply_MarksInTheStatement_AreWhatTheLocalFiguresAreMadeWith()
    {
        TestSession session = Open();
        VenueMargin moved = new(new Asset("USDT"), Wallet - 5_000m, 29_500m, 1_180m, null);
        Assert.Equal(ReconciliationOutcome.Drifts, Compared(State(session, moved)).Outcome);
        Assert.Equal(0m, Compared(State(session, moved with { Marks = [new StatedMark(TestFirm.Perpetual, 59_000m)] })).Error);
    }

    [Fact]
    public void Apply_WhatIfDrift_EndsByAnswersThatAgreeAndNotByStatements()
    {
        TestSession session = Open();
        RaiseAlarm alarm = Assert.Single(Ask(session, Initial + 9_000m).OfType<RaiseAlarm>());
        Assert.Equal("marginDrift", alarm.Code);
        Assert.Contains("what if five more: equity local 100000", alarm.Text, StringComparison.Ordinal);
        for (int i = 0; i <= TestFirm.Firm.Reconciliation.Agreements; i++)
            Assert.Empty(State(session, Figures()).OfType<RaiseAlarm>());
        Assert.NotNull(session.Engine.Reconciliation.ReduceOnly(TestFirm.AlphaAccount));
        Assert.Equal(0.09m, session.Engine.Reconciliation.Band(TestFirm.AlphaAccount));
        for (int i = 1; i < TestFirm.Firm.Reconciliation.Agreements; i++)
            Assert.Empty(Ask(session, Initial).OfType<RaiseAlarm>());
        Assert.Equal("marginAgrees", Assert.Single(Ask(session, Initial).OfType<RaiseAlarm>()).Code);
        Assert.Null(session.Engine.Reconciliation.ReduceOnly(TestFirm.AlphaAccount));
        TestSession recovered = TestSession.Recover(session.Journal);
        Assert.Null(recovered.Engine.Reconciliation.ReduceOnly(TestFirm.AlphaAccount));
        Assert.Equal(session.Engine.Reconciliation.Band(TestFirm.AlphaAccount), recovered.Engine.Reconciliation.Band(TestFirm.AlphaAccount));
    }

    [Fact]
    public void Recover_JournalOfComparisons_GivesTheSameBandAndRestriction()
    {
        TestSession session = Open();
        Random random = new(9);
        for (int i = 0; i < 50; i++)
            State(session, Figures() with { Equity = Wallet * (1m + ((decimal)random.NextDouble() / 60m)) });
        TestSession recovered = TestSession.Recover(session.Journal);
        foreach (Subaccount subaccount in TestFirm.Firm.Subaccounts)
        {
            Assert.Equal(session.Engine.Reconciliation.Band(subaccount.Id), recovered.Engine.Reconciliation.Band(subaccount.Id));
            Assert.Equal(session.Engine.Reconciliation.ReduceOnly(subaccount.Id), recovered.Engine.Reconciliation.ReduceOnly(subaccount.Id));
        }

        Assert.NotEqual(0m, recovered.Engine.Reconciliation.Band(TestFirm.AlphaAccount));
    }

    private static VenueMargin Figures() => new(new Asset("USDT"), Wallet, Initial, Maintenance, null);

    private static TestSession Open()
    {
        TestSession session = EngineScript.Check("> open");
        State(session, null);
        return session;
    }

    /// <summary>The venue's answer about five coins, of which the account need hold none.</summary>
    private static IReadOnlyList<OutboundCommand> Ask(TestSession session, decimal initial)
    {
        PositionLots lots = new((long)(Size / TestFirm.Reference[TestFirm.Perpetual].LotSize));
        return session.Apply(new WhatIfReported(new WhatIfAnswer
        {
            Account = new AccountSnapshot(
                TestFirm.AlphaAccount, session.Now, [new AssetBalance(new Asset("USDT"), Wallet)], [new PositionSnapshot(TestFirm.Perpetual, lots, Mark, 10m)])
            {
                Margin = Figures() with { InitialMargin = initial },
            },
            Question = "five more",
            InitialRate = initial / Wallet,
        }));
    }

    private static IReadOnlyList<OutboundCommand> State(TestSession session, VenueMargin? margin)
    {
        Instrument instrument = TestFirm.Reference[TestFirm.Perpetual];
        PositionLots lots = new((long)(Size / instrument.LotSize));
        ImmutableArray<PositionSnapshot> positions = [new PositionSnapshot(TestFirm.Perpetual, lots, Mark, 10m)];
        return session.Apply(new AccountReported(
            new AccountSnapshot(TestFirm.AlphaAccount, session.Now, [new AssetBalance(new Asset("USDT"), Wallet)], positions) { Margin = margin }));
    }

    private static MarginComparison Compared(IReadOnlyList<OutboundCommand> commands) =>
        Assert.Single(commands.OfType<RecordComparison>()).Comparison;

    private static AccountMargin Decide(TestSession session, Side side, decimal quantity, out RouteDecision decision)
    {
        ParentRequest request = new(
            TestFirm.Solo, $"R{session.Now.Nanoseconds}", "BTC-USD", side, quantity, OrderType.Market, null, TimeInForce.ImmediateOrCancel);
        decision = session.Apply(new ParentReceived(request)).OfType<RecordDecision>().Single().Decision;
        return Assert.Single(decision.Margins);
    }
}
