using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>Sessions with jspurefix, an engine for Node.js that we did not write: logon, orders, executions and logout, either side calling.</summary>
public sealed class JsPureFixInteropTests : IDisposable
{
    private const int Messages = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    [JsPureFixFact]
    public void JsPureFixDesk_SendsOrders_GetsEachExecutionOnce()
    {
        using InteropSide ours = new(_directory.PathOf("ours"), new InteropVersion("FIX.4.4", null), isDesk: false);
        int port = ours.Open(0);
        using JsPureFixPeer desk = new(isDesk: true, port, Messages);
        ours.Orders.WaitFor(Messages, Patience);
        desk.Executions.WaitFor(Messages, Patience);
        Assert.True(desk.Stopped.Wait(Patience), "jspurefix did not log out");
        Assert.True(SpinWait.SpinUntil(() => ours.NumbersAtLogout.Inbound == Messages + 3, Patience), $"a logon, {Messages} orders and a logout came, but the next number is {ours.NumbersAtLogout.Inbound}");
        Assert.Equal(0, ours.Orders.Repeats + desk.Executions.Repeats);
    }

    [JsPureFixFact]
    public void JsPureFixBroker_TakesOurOrders_AnswersEachOnce()
    {
        int port = InteropSide.FreePort();
        using JsPureFixPeer broker = new(isDesk: false, port, Messages);
        using InteropSide ours = new(_directory.PathOf("ours"), new InteropVersion("FIX.4.4", null), isDesk: true);
        ours.Open(port);
        Assert.True(SpinWait.SpinUntil(() => ours.Session.IsLoggedOn, Patience), "no logon");
        for (int order = 1; order <= Messages; order++)
            ours.SendOrder(order);
        broker.Orders.WaitFor(Messages, Patience);
        ours.Executions.WaitFor(Messages, Patience);
        Assert.Equal(0, ours.Executions.Repeats + broker.Orders.Repeats);
        ours.Session.Logout("done");
        Assert.True(SpinWait.SpinUntil(() => ours.NumbersAtLogout.Outbound == Messages + 3, Patience), $"the next number is {ours.NumbersAtLogout.Outbound}");
    }

    public void Dispose() => _directory.Dispose();
}
