using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Orders;

public sealed class ChildTransitionsTests
{
    [Fact]
    public void Next_EveryStatusAndSignal_IsAsWritten() => TransitionTable.Check<ChildStatus, ChildSignal>(
        """
        status      Dropped  Accepted  PartlyFilled  FullyFilled  Ended     Refused   Lost      NotFound  TakenBack
        PendingNew  NotSent  Working   Working       Filled       Canceled  Rejected  Unknown   NotSent   -
        Working     -        Working   Working       Filled       Canceled  Rejected  Unknown   -         Working
        Unknown     NotSent  Working   Unknown       Filled       Canceled  Rejected  Unknown   NotSent   Unknown
        Filled      -        Filled    -             -            Filled    -         Filled    -         Canceled
        Canceled    -        Canceled  Canceled      Filled       Canceled  -         Canceled  -         Canceled
        Rejected    -        -         -             -            -         Rejected  Rejected  -         -
        NotSent     NotSent  -         -             -            -         -         NotSent   NotSent   -
        """,
        ChildTransitions.Next);

    [Fact]
    public void Next_FinalStatus_NeverComesToLifeAgain()
    {
        foreach (ChildStatus status in Enum.GetValues<ChildStatus>().Where(ChildTransitions.IsFinal))
        {
            foreach (ChildSignal signal in Enum.GetValues<ChildSignal>())
                Assert.True(ChildTransitions.Next(status, signal) is not ChildStatus next || ChildTransitions.IsFinal(next), $"{status} + {signal}");
        }
    }

    [Fact]
    public void Next_EveryStatus_IsReachedFromTheFirst()
    {
        HashSet<ChildStatus> reached = [ChildStatus.PendingNew];
        for (int rounds = Enum.GetValues<ChildStatus>().Length; rounds > 0; rounds--)
        {
            foreach (ChildStatus status in reached.ToArray())
            {
                foreach (ChildSignal signal in Enum.GetValues<ChildSignal>())
                {
                    if (ChildTransitions.Next(status, signal) is ChildStatus next)
                        reached.Add(next);
                }
            }
        }

        Assert.Equal(Enum.GetValues<ChildStatus>().Order(), reached.Order());
    }

    [Fact]
    public void TryFill_MoreThanOrdered_ThrowsAndChangesNothing()
    {
        ChildOrder child = NewChild(5);
        Assert.True(child.TryFill(new QuantityLots(4)));
        Assert.Throws<InvalidOperationException>(() => child.TryFill(new QuantityLots(2)));
        Assert.Equal((ChildStatus.Working, 4L, 1L), (child.Status, child.Filled.Value, child.Open.Value));
    }

    [Fact]
    public void TryFill_WhereTheMachineForbidsIt_ChangesNothing()
    {
        ChildOrder child = NewChild(5);
        Assert.True(child.TryApply(ChildSignal.Refused));
        Assert.False(child.TryFill(new QuantityLots(1)));
        Assert.False(child.TryApply(ChildSignal.Accepted));
        Assert.Equal((ChildStatus.Rejected, 0L, 0L, 5L), (child.Status, child.Filled.Value, child.Open.Value, child.Unfilled.Value));
    }

    [Fact]
    public void Open_AfterTheEnd_IsZeroWhateverIsUnfilled()
    {
        ChildOrder child = NewChild(5);
        Assert.Equal(5, child.Open.Value);
        child.TryFill(new QuantityLots(2));
        child.TryApply(ChildSignal.Lost);
        Assert.Equal(3, child.Open.Value);
        child.TryApply(ChildSignal.Ended);
        Assert.Equal((0L, 3L), (child.Open.Value, child.Unfilled.Value));
        child.TryFill(new QuantityLots(3));
        Assert.Equal((ChildStatus.Filled, 5L), (child.Status, child.Filled.Value));
    }

    private static ChildOrder NewChild(long lots) => new(new ChildOrderTerms(
        new ChildOrderId(new ParentOrderId(1), 1, 0), new SubaccountId(0), new InstrumentId(0), Side.Buy, new QuantityLots(lots), new PriceTicks(1), false));
}
