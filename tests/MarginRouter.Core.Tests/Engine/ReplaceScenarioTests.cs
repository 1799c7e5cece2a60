namespace MarginRouter.Core.Tests.Engine;

/// <summary>Replacements, alone and in chains, and what fills, cancels and time do to them.</summary>
public sealed class ReplaceScenarioTests
{
    private const string Worked = """
        > open
        > buy A1 4 day
        decide 1.1: 4 planned, 0 left
        report 1 A1 New New 0+4 of 4 avg 0
        send 1.1.0 alpha-1 Buy 4 BTCUSDT @ 60030

        """;

    [Fact]
    public void Replace_WithNothingOpen_HoldsAtOnceAndRoutesTheRest() => EngineScript.Check(Worked + """
        > filled 1.1.0 t1 1 60010
        report 2 A1 Trade PartiallyFilled 1+3 of 4 avg 60010, 1 @ 60010 on alpha alpha-1
        > ended 1.1.0 1
        > change A1 to buy A2 2.5 day limit 60010
        report 3 A2 of A1 PendingReplace PendingReplace 1+3 of 4 avg 60010
        report 4 A2 of A1 Replaced PartiallyFilled 1+1.5 of 2.5 avg 60010
        decide 1.2: 0.906 planned, 0.594 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        send 1.2.0 alpha-1 Buy 0.906 BTCUSDT @ 60010
        ? parent 1
        PartiallyFilled 1 filled, 1.5 left, 2 attempts
        1.1.0 Canceled 1 filled
        1.2.0 PendingNew 0 filled
        """);

    [Fact]
    public void Replace_WhileAChildIsOpen_WaitsAndCountsItsFills() => EngineScript.Check(Worked + """
        > change A1 to buy A2 6 day
        report 2 A2 of A1 PendingReplace PendingReplace 0+4 of 4 avg 0
        > filled 1.1.0 t1 4 60010
        report 3 A1 Trade PendingReplace 4+0 of 4 avg 60010, 4 @ 60010 on alpha alpha-1
        report 4 A2 of A1 Replaced PartiallyFilled 4+2 of 6 avg 60010
        decide 1.2: 2 planned, 0 left
        send 1.2.0 alpha-1 Buy 2 BTCUSDT @ 60020
        > filled 1.2.0 t2 2 60010
        report 5 A2 Trade Filled 6+0 of 6 avg 60010, 2 @ 60010 on alpha alpha-1
        """);

    [Fact]
    public void Replace_ToLessThanHasFilled_EndsFilledAtWhatHas() => EngineScript.Check(Worked + """
        > change A1 to buy A2 1 day
        report 2 A2 of A1 PendingReplace PendingReplace 0+4 of 4 avg 0
        > filled 1.1.0 t1 3 60010
        report 3 A1 Trade PendingReplace 3+1 of 4 avg 60010, 3 @ 60010 on alpha alpha-1
        > ended 1.1.0 3
        report 4 A2 of A1 Replaced Filled 3+0 of 3 avg 60010
        """);

    [Fact]
    public void Replace_CrossedByTheLastFill_IsRefusedAsTooLate() => EngineScript.Check(Worked + """
        > change A1 to buy A2 4 day limit 60020
        report 2 A2 of A1 PendingReplace PendingReplace 0+4 of 4 avg 0
        > filled 1.1.0 t1 4 60010
        report 3 A1 Trade PendingReplace 4+0 of 4 avg 60010, 4 @ 60010 on alpha alpha-1
        reject-replace 4 A2 of A1 Filled TooLateToCancel(A1)
        > change A1 to buy A3 9 day
        reject-replace 5 A3 of A1 Filled TooLateToCancel(A1)
        """);

    [Fact]
    public void Replace_InAChain_GoesByTheLastAcceptedId() => EngineScript.Check("""
        > open
        > buy A1 1 day limit 50000
        decide 1.1: 0 planned, 1 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        report 1 A1 New New 0+1 of 1 avg 0
        > change A1 to buy A2 2 day limit 50001
        report 2 A2 of A1 PendingReplace PendingReplace 0+1 of 1 avg 0
        report 3 A2 of A1 Replaced New 0+2 of 2 avg 0
        decide 1.2: 0 planned, 2 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        > change A1 to buy A3 3 day limit 50001
        reject-replace 4 A3 of A1 New UnknownOrder(A1, replaced by A2)
        > change A2 to buy A2 3 day limit 50001
        reject-replace 5 A2 of A2 New DuplicateClientOrderId(A2)
        > change A2 to sell A3 3 day limit 50001
        reject-replace 6 A3 of A2 New InvalidReplacement(A2 is Buy BTC-USD)
        > change A2 to buy A3 0 day limit 50001
        reject-replace 7 A3 of A2 New InvalidQuantity(OrderQty, lot 0.0001)
        > change A2 to buy A3 3 gtc limit 50002
        report 8 A3 of A2 PendingReplace PendingReplace 0+2 of 2 avg 0
        report 9 A3 of A2 Replaced New 0+3 of 3 avg 0
        decide 1.3: 0 planned, 3 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        > ask A1
        report 10 A3 OrderStatus New 0+3 of 3 avg 0
        > stop A2 with C1
        report 11 C1 of A3 PendingCancel PendingCancel 0+3 of 3 avg 0
        report 12 C1 of A3 Canceled Canceled 0+0 of 3 avg 0, LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
        > change A9 to buy A10 1 day
        reject-replace 13 A10 of A9 Rejected UnknownOrder(A9)
        """);

    [Fact]
    public void Cancel_OfAParentThatWaitsForItsReplacement_RefusesTheReplacement() => EngineScript.Check(Worked + """
        > change A1 to buy A2 6 day
        report 2 A2 of A1 PendingReplace PendingReplace 0+4 of 4 avg 0
        > change A1 to buy A3 7 day
        reject-replace 3 A3 of A1 PendingReplace CancelPending(A1)
        > stop A1 with C1
        reject-replace 4 A2 of A1 PendingCancel CancelPending(A1)
        report 5 C1 of A1 PendingCancel PendingCancel 0+4 of 4 avg 0
        cancel 1.1.0
        > ended 1.1.0 0
        report 6 C1 of A1 Canceled Canceled 0+0 of 4 avg 0
        """);

    [Fact]
    public void Replacement_ThatWaits_IsTheOrderByItsIdAndNoneOnceRefused() => EngineScript.Check(Worked + """
        > change A1 to buy A2 6 day
        report 2 A2 of A1 PendingReplace PendingReplace 0+4 of 4 avg 0
        > change A2 to buy A3 7 day
        reject-replace 3 A3 of A1 PendingReplace CancelPending(A2)
        > ask A2
        report 4 A1 OrderStatus PendingReplace 0+4 of 4 avg 0
        > buy A2 1 day
        report 5 A2 Rejected Rejected 0+0 of 1 avg 0, DuplicateClientOrderId(A2)
        > stop A2 with C1
        reject-replace 6 A2 of A1 PendingCancel CancelPending(A1)
        report 7 C1 of A1 PendingCancel PendingCancel 0+4 of 4 avg 0
        cancel 1.1.0
        > stop A2 with C2
        reject-cancel 8 C2 of A2 Rejected UnknownOrder(A2)
        > ended 1.1.0 0
        report 9 C1 of A1 Canceled Canceled 0+0 of 4 avg 0
        """);

    [Fact]
    public void Cancel_CrossedByTheLastFill_IsRefusedAsTooLate() => EngineScript.Check(Worked + """
        > stop A1 with C1
        report 2 C1 of A1 PendingCancel PendingCancel 0+4 of 4 avg 0
        cancel 1.1.0
        > filled 1.1.0 t1 4 60010
        report 3 A1 Trade PendingCancel 4+0 of 4 avg 60010, 4 @ 60010 on alpha alpha-1
        reject-cancel 4 C1 of A1 Filled TooLateToCancel(A1)
        """);

    [Fact]
    public void Replace_WhileKilled_IsRefusedAndTheRestartKeepsAWaitingOne() => EngineScript.Check(Worked + """
        > change A1 to buy A2 6 day
        report 2 A2 of A1 PendingReplace PendingReplace 0+4 of 4 avg 0
        > restart
        > up alpha
        query 1.1.0
        > answer 1.1.0 Ended 0
        report 3 A2 of A1 Replaced New 0+6 of 6 avg 0
        decide 1.2: 0 planned, 6 left, held back by AccountSnapshotMissing(alpha-1) VenueDisconnected(beta) VenueDisconnected(gamma)
        > kill
        report 4 A2 PendingCancel PendingCancel 0+6 of 6 avg 0, KillSwitchEngaged(firm)
        report 5 A2 Canceled Canceled 0+0 of 6 avg 0, KillSwitchEngaged(firm) AccountSnapshotMissing(alpha-1) VenueDisconnected(beta) VenueDisconnected(gamma)
        > change A2 to buy A3 6 day
        reject-replace 6 A3 of A2 Canceled TooLateToCancel(A2)
        """);
}
