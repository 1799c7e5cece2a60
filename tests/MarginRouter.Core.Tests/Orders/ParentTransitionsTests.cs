using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Orders;

public sealed class ParentTransitionsTests
{
    [Fact]
    public void Next_EveryStatusAndSignal_IsAsWritten() => TransitionTable.Check<ParentStatus, ParentSignal>(
        """
        status           PartlyFilled     FullyFilled     CancelAccepted  Ended     Refused   ReplaceAccepted  ReplacedUnfilled  ReplacedPartlyFilled  ReplacedFullyFilled  Expired  PartlyTakenBack  FullyTakenBack
        New              PartiallyFilled  Filled          PendingCancel   Canceled  Rejected  PendingReplace   -                 -                     -                    Expired  PartiallyFilled  New
        PartiallyFilled  PartiallyFilled  Filled          PendingCancel   Canceled  -         PendingReplace   -                 -                     -                    Expired  PartiallyFilled  New
        PendingCancel    PendingCancel    Filled          -               Canceled  -         -                -                 -                     -                    -  PendingCancel    PendingCancel
        Filled           -                -               -               -         -         -                -                 -                     -                    -  Canceled         Canceled
        Canceled         Canceled         Filled          -               -         -         -                -                 -                     -                    -  Canceled         Canceled
        Rejected         -                -               -               -         -         -                -                 -                     -                    -  -                -
        PendingReplace   PendingReplace   PendingReplace  PendingCancel   -         -         -                New               PartiallyFilled       Filled               Expired  PendingReplace   PendingReplace
        Expired          Expired          Filled          -               -         -         -                -                 -                     -                    -  Expired          Expired
        """,
        ParentTransitions.Next);

    [Fact]
    public void Next_FinalStatus_NeverComesToLifeAgain()
    {
        foreach (ParentStatus status in Enum.GetValues<ParentStatus>().Where(ParentTransitions.IsFinal))
        {
            foreach (ParentSignal signal in Enum.GetValues<ParentSignal>())
                Assert.True(ParentTransitions.Next(status, signal) is not ParentStatus next || ParentTransitions.IsFinal(next), $"{status} + {signal}");
        }
    }

    [Fact]
    public void Fill_ThatLeavesOrEnds_KeepsQuantitiesAndAverageExact()
    {
        ParentOrder parent = NewParent(10);
        Assert.Equal(0m, parent.AveragePrice);
        parent.Fill(new QuantityLots(3), 100.1m);
        Assert.Equal((ParentStatus.PartiallyFilled, 3L, 7L, 100.1m), (parent.Status, parent.Filled.Value, parent.Leaves.Value, parent.AveragePrice));
        parent.Fill(new QuantityLots(7), 100.3m);
        Assert.Equal((ParentStatus.Filled, 10L, 0L, 100.24m), (parent.Status, parent.Filled.Value, parent.Leaves.Value, parent.AveragePrice));
        Assert.Throws<InvalidOperationException>(() => parent.Fill(new QuantityLots(1), 100m));
    }

    [Fact]
    public void Leaves_AfterACancel_IsZero()
    {
        ParentOrder parent = NewParent(10);
        parent.Apply(ParentSignal.CancelAccepted);
        Assert.Equal(10, parent.Leaves.Value);
        Assert.Throws<InvalidOperationException>(() => parent.Apply(ParentSignal.CancelAccepted));
        parent.Apply(ParentSignal.Ended);
        Assert.Equal(0, parent.Leaves.Value);
    }

    [Fact]
    public void New_WithoutALot_Throws() => Assert.Throws<ArgumentException>(() => NewParent(0));

    private static ParentOrder NewParent(long lots) => new(
        new ParentOrderId(1),
        new ParentRequest("DESK", "A1", "BTC-USD", Side.Buy, lots * 0.01m, OrderType.Market, null, TimeInForce.Day),
        new Product(new ProductId(0), "BTC-USD", new Asset("BTC"), new Asset("USD"), 0.01m, []),
        new QuantityLots(lots),
        new Instant(1));
}
