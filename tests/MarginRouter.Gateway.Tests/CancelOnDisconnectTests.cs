using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>A desk that agreed to it loses its orders when it stays away, and only then; by a real engine over a real session.</summary>
public sealed class CancelOnDisconnectTests : IDisposable
{
    private const string Time = "60=20270115-08:00:01";
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly TestSession session = new();
    private readonly HandTimers timers = new(Grace);
    private readonly EngineDesk engine;
    private readonly MemoryFixMessageStore store = new();

    public CancelOnDisconnectTests() => engine = new EngineDesk(session);

    [Fact]
    public void Desk_AwayLongerThanTheGrace_FindsAllItsOrdersCancelled()
    {
        using TestRouter router = Open(Grace);
        using (TestDesk desk = new TestDesk(store).LogOn(router.EndPoint))
            PlaceTwo(desk);
        Assert.True(SpinWait.SpinUntil(() => timers.Waiting == 1, Patience.Long), "nothing waits for the desk");
        timers.Fire();

        using TestDesk again = new TestDesk(store).LogOn(router.EndPoint);
        string mass = again.Next();
        Assert.Contains("35=r|", mass, StringComparison.Ordinal);
        Assert.Contains("|11=DISCONNECT-", mass, StringComparison.Ordinal);
        Assert.Contains("|530=7|531=7|533=2|534=2|41=A1|535=k3f-1|41=A2|535=k3f-2|", mass, StringComparison.Ordinal);
        string[] reports = [again.Next(), again.Next(), again.Next(), again.Next()];
        Assert.Equal(["A1 6", "A2 6", "A1 4", "A2 4"], reports.Select(report => $"{Field(report, 11)} {Field(report, 150)}"));

        // Back in time of the next grace: nothing waits, and a new order works.
        Assert.Equal(0, timers.Waiting);
        Place(again, "A3");
        Assert.Equal("0", Field(again.Next(), 150));
    }

    [Fact]
    public void Desk_BackWithinTheGrace_KeepsItsOrders()
    {
        using TestRouter router = Open(Grace);
        using (TestDesk desk = new TestDesk(store).LogOn(router.EndPoint))
            PlaceTwo(desk);
        Assert.True(SpinWait.SpinUntil(() => timers.Waiting == 1, Patience.Long), "nothing waits for the desk");

        using TestDesk again = new TestDesk(store).LogOn(router.EndPoint);
        Assert.True(SpinWait.SpinUntil(() => timers.Waiting == 0, Patience.Long), "it is still waited for");
        timers.Fire();

        again.Send(FixMsgType.OrderMassStatusRequest, "584=S1|585=7");
        Assert.Contains("|11=A1|584=S1|911=2|912=N|150=I|39=0|", again.Next(), StringComparison.Ordinal);
        Assert.Contains("|11=A2|584=S1|911=2|912=Y|150=I|39=0|", again.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void Desk_ThatDoesNotComeAfterAStart_LosesItsOrders()
    {
        using TestRouter router = Open(Grace);
        Assert.Equal(1, timers.Waiting);
        timers.Fire();
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);

        Assert.Contains("|530=7|531=7|533=0|", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void Gateway_ThatStops_CancelsNothing()
    {
        using TestRouter router = Open(Grace);
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);
        PlaceTwo(desk);

        router.Gateway.Stop();

        Assert.NotEmpty(desk.NextEnd());
        Assert.Equal(0, timers.Waiting);
    }

    [Fact]
    public void Desk_ThatDidNotAgree_KeepsItsOrdersForAsLongAsItIsAway()
    {
        using TestRouter router = Open(null);
        using (TestDesk desk = new TestDesk(store).LogOn(router.EndPoint))
            PlaceTwo(desk);

        using TestDesk again = new TestDesk(store).LogOn(router.EndPoint);
        again.Send(FixMsgType.OrderMassStatusRequest, "584=S1|585=7");
        Assert.Contains("|11=A1|584=S1|911=2|912=N|150=I|39=0|", again.Next(), StringComparison.Ordinal);
        Assert.Equal(0, timers.Waiting);
    }

    public void Dispose() => store.Dispose();

    private TestRouter Open(TimeSpan? grace)
    {
        TestRouter router = new(engine, grace, timers);
        OpenMarket.Open(engine, session.Now);
        return router;
    }

    private static void PlaceTwo(TestDesk desk)
    {
        Place(desk, "A1");
        Place(desk, "A2");
        Assert.Equal(["A1", "A2"], Enumerable.Range(0, 2).Select(_ => Field(desk.Next(), 11)));
    }

    private static void Place(TestDesk desk, string id) =>
        desk.Send(FixMsgType.NewOrderSingle, $"11={id}|55=BTC-USD|54=1|38=1|40=2|44=50000|59=1|{Time}");

    private static string Field(string report, int tag)
    {
        string start = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tag}=");
        return report.Split('|').First(field => field.StartsWith(start, StringComparison.Ordinal))[start.Length..];
    }
}
