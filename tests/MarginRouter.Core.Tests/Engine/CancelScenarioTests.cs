namespace MarginRouter.Core.Tests.Engine;

/// <summary>Cancels by the desk and by the kill switch, and fills that cross them.</summary>
public sealed class CancelScenarioTests
{
    private const string Working = """
        > open
        > buy A1 0.5
        decide 1.1: 0.5 planned, 0 left
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        > accepted 1.1.0
        """;

    [Fact]
    public void Apply_Cancel_WithdrawsChildrenAndEndsWhenTheyHaveEnded() => EngineScript.Check(Working + """

        > stop A1 with C1
        report 2 C1 of A1 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 1.1.0 (v1.1.0)
        ? reserved
        1.1.0 Working 0.5
        > ended 1.1.0 0
        report 3 C1 of A1 Canceled Canceled 0+0 of 0.5 avg 0
        """);

    [Fact]
    public void Apply_FillCrossesTheCancel_CountsAndCancelsTheRest() => EngineScript.Check(Working + """

        > stop A1 with C1
        report 2 C1 of A1 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 1.1.0 (v1.1.0)
        > filled 1.1.0 t1 0.2 60010
        report 3 A1 Trade PendingCancel 0.2+0.3 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
        > ended 1.1.0 0.2
        report 4 C1 of A1 Canceled Canceled 0.2+0 of 0.5 avg 60010
        """);

    [Fact]
    public void Apply_FillCompletesDuringTheCancel_FillsTheParent() => EngineScript.Check(Working + """

        > stop A1 with C1
        report 2 C1 of A1 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 1.1.0 (v1.1.0)
        > filled 1.1.0 t1 0.5 60010
        report 3 A1 Trade PendingCancel 0.5+0 of 0.5 avg 60010, 0.5 @ 60010 on alpha alpha-1
        reject-cancel 4 C1 of A1 Filled TooLateToCancel(A1)
        > ended 1.1.0 0.5
        > ask A1
        report 5 A1 OrderStatus Filled 0.5+0 of 0.5 avg 60010
        """);

    [Fact]
    public void Apply_FillCompletesAfterTheCancelEnded_RefusesTheAnsweredCancelNoMore() => EngineScript.Check(Working + """

        > stop A1 with C1
        report 2 C1 of A1 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 1.1.0 (v1.1.0)
        > ended 1.1.0 0
        report 3 C1 of A1 Canceled Canceled 0+0 of 0.5 avg 0
        > filled 1.1.0 t1 0.5 60010
        report 4 A1 Trade Filled 0.5+0 of 0.5 avg 60010, 0.5 @ 60010 on alpha alpha-1
        """);

    [Fact]
    public void Apply_FillAfterTheCancelEnded_IsBookedAndReported() => EngineScript.Check(Working + """

        > stop A1 with C1
        report 2 C1 of A1 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 1.1.0 (v1.1.0)
        > ended 1.1.0 0
        report 3 C1 of A1 Canceled Canceled 0+0 of 0.5 avg 0
        > filled 1.1.0 t1 0.2 60010
        report 4 A1 Trade Canceled 0.2+0 of 0.5 avg 60010, 0.2 @ 60010 on alpha alpha-1
        ? account alpha-1
        USDT 1000000
        BTCUSDT 0.2 @ 60010
        """);

    [Fact]
    public void Apply_AcceptedCancelComesAgainAsPossibleDuplicate_IsPassedOver() => EngineScript.Check(Working + """

        > stop A1 with C1
        report 2 C1 of A1 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 1.1.0 (v1.1.0)
        > stop A1 with C1 possdup
        > ended 1.1.0 0
        report 3 C1 of A1 Canceled Canceled 0+0 of 0.5 avg 0
        > stop A1 with C1 possdup
        # One that was refused may be sent again under its id.
        > stop A1 with C2 possdup
        reject-cancel 4 C2 of A1 Canceled TooLateToCancel(A1)
        """);

    [Fact]
    public void Apply_CancelThatCannotBe_IsRefusedByName() => EngineScript.Check(Working + """

        > stop A9 with C1
        reject-cancel 2 C1 of A9 Rejected UnknownOrder(A9)
        > stop A1 with A1
        reject-cancel 3 A1 of A1 New DuplicateClientOrderId(A1)
        > stop A1 with C1 desk SOLO
        reject-cancel 4 C1 of A1 Rejected UnknownOrder(A1)
        > stop A1 with C1
        report 5 C1 of A1 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        cancel 1.1.0 (v1.1.0)
        > stop A1 with C2
        reject-cancel 6 C2 of A1 PendingCancel CancelPending(A1)
        > ended 1.1.0 0
        report 7 C1 of A1 Canceled Canceled 0+0 of 0.5 avg 0
        > stop A1 with C3
        reject-cancel 8 C3 of A1 Canceled TooLateToCancel(A1)
        """);

    [Fact]
    public void Apply_CancelOfAWaitingDayOrder_EndsAtOnceAndIsNotTriedAgain() => EngineScript.Check("""
        > open
        > buy A1 0.5 limit 60000 day
        decide 1.1: 0 planned, 0.5 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 1 A1 New New 0+0.5 of 0.5 avg 0
        > stop A1 with C1
        report 2 C1 of A1 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0
        report 3 C1 of A1 Canceled Canceled 0+0 of 0.5 avg 0, LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        > book BTCUSDT 59980x1 / 59990x5
        > wait 1000
        """);

    [Fact]
    public void Apply_KillSwitch_CancelsEverythingAndRefusesNewOrdersUntilReleased() => EngineScript.Check(Working + """

        > buy A2 0.5 limit 60000 day
        decide 2.1: 0 planned, 0.5 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 2 A2 New New 0+0.5 of 0.5 avg 0
        > kill
        report 3 A1 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0, KillSwitchEngaged(firm)
        cancel 1.1.0 (v1.1.0)
        report 4 A2 PendingCancel PendingCancel 0+0.5 of 0.5 avg 0, KillSwitchEngaged(firm)
        report 5 A2 Canceled Canceled 0+0 of 0.5 avg 0, KillSwitchEngaged(firm) LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        > buy A3 0.5
        report 6 A3 Rejected Rejected 0+0 of 0.5 avg 0, KillSwitchEngaged(firm)
        > kill
        > filled 1.1.0 t1 0.1 60010
        report 7 A1 Trade PendingCancel 0.1+0.4 of 0.5 avg 60010, 0.1 @ 60010 on alpha alpha-1
        > ended 1.1.0 0.1
        report 8 A1 Canceled Canceled 0.1+0 of 0.5 avg 60010, KillSwitchEngaged(firm)
        > wait 1000
        > release
        > buy A3 0.5
        report 9 A3 Rejected Rejected 0+0 of 0.5 avg 0, DuplicateClientOrderId(A3)
        > buy A4 0.5
        decide 3.1: 0.5 planned, 0 left
        report 10 A4 New New 0+0.5 of 0.5 avg 0
        send 3.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
        """);
}
