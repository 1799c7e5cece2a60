using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Tests.Connectivity;

public sealed class OpenChildrenTests
{
    private static readonly ChildOrderId Child = new(new ParentOrderId(1), 1, 0);
    private static readonly Instant Now = Instant.FromMilliseconds(1000);
    private readonly RecordedSink sink = new();
    private readonly OpenChildren children;

    public OpenChildrenTests()
    {
        children = new OpenChildren(sink);
        children.Sent(
            new ChildOrderTerms(Child, new SubaccountId(0), new InstrumentId(0), Side.Buy, new QuantityLots(5), new PriceTicks(1), false),
            Now.PlusMilliseconds(5000));
    }

    [Fact]
    public void Unanswered_AfterTheStreamAccepted_IsNotReported()
    {
        children.Accepted(Child, "7", Now);
        children.Unanswered(Child, "no answer");
        children.Accepted(Child, "7", Now);
        Assert.Equal([new ChildAccepted(Child, "7")], sink.Events);
    }

    [Fact]
    public void Accepted_AfterLost_IsLeftToTheStatusAnswer()
    {
        children.Unanswered(Child, "no answer");
        children.Accepted(Child, "7", Now);
        children.Refused(Child, "1", "late");
        Assert.Equal([new ChildLost(Child, "no answer")], sink.Events);
        Assert.Equal(Now.PlusMilliseconds(5000), children.LatestArrival(Child));
    }

    [Fact]
    public void Unanswered_AfterTheEnd_IsNotReported()
    {
        children.Accepted(Child, "7", Now);
        children.Ended(Child, new QuantityLots(0), "EXPIRED");
        children.Unanswered(Child, "no answer");
        children.LoseAll("broken");
        Assert.Equal([new ChildAccepted(Child, "7"), new ChildEnded(Child, new QuantityLots(0), "EXPIRED")], sink.Events);
        Assert.Null(children.LatestArrival(Child));
    }

    [Fact]
    public void LoseAll_AcceptedWithoutEnd_IsLostOnce()
    {
        children.Accepted(Child, "7", Now);
        children.LoseAll("broken");
        children.LoseAll("broken again");
        Assert.Equal([new ChildAccepted(Child, "7"), new ChildLost(Child, "broken")], sink.Events);
    }

    [Fact]
    public void LoseAcceptedBefore_OnlyOverdueChildren()
    {
        children.Accepted(Child, "7", Now);
        children.LoseAcceptedBefore(Now, "overdue");
        Assert.Single(sink.Events);
        children.LoseAcceptedBefore(Now.PlusMilliseconds(1), "overdue");
        Assert.Equal(new ChildLost(Child, "overdue"), sink.Events[1]);
    }

    [Fact]
    public void Filled_IsAlwaysReported_AndTheLastClosesTheChild()
    {
        Fill fill = new(Child, "t1", new QuantityLots(5), 1m, 0m, new Asset("USDT"), Now);
        children.Filled(fill, complete: true);
        children.Unanswered(Child, "no answer");
        children.Filled(fill, complete: true);
        Assert.Equal([new ChildFilled(fill), new ChildFilled(fill)], sink.Events);
    }
}
