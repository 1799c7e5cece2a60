using System.Globalization;
using MarginRouter.Testing;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>
/// Sessions with QuickFIX (C++), an engine that we did not write: logon, orders and executions, SIGKILL of the other side and loss of ours in
/// the middle, resend, logout with equal numbers. MARGINROUTER_INTEROP_MESSAGES sets the number of orders.
/// </summary>
public sealed class QuickFixInteropTests : IDisposable
{
    /// <summary>Orders that may wait for their execution.</summary>
    private const int Window = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    private static long Messages =>
        long.Parse(Environment.GetEnvironmentVariable("MARGINROUTER_INTEROP_MESSAGES") ?? "2000", CultureInfo.InvariantCulture);

    [QuickFixTheory]
    [InlineData("FIX.4.4")]
    [InlineData("FIXT.1.1/9")]
    public void QuickFixDesk_KilledAndOursDropped_EveryOrderAndExecutionComesOnce(string speaks)
    {
        InteropVersion version = InteropVersion.Parse(speaks);
        using InteropSide ours = new(_directory.PathOf("ours"), version, isDesk: false);
        int port = ours.Open(0);
        using QuickFixPeer desk = new(_directory, version, port, isDesk: true);
        desk.Start();
        desk.WaitForLogon();
        desk.Send(1, Messages);

        ours.Orders.WaitFor(Messages / 3, Patience);
        desk.Kill();
        desk.Start();
        long next = desk.WaitForLogon().Sender;
        Assert.True(SpinWait.SpinUntil(() => ours.Session.NextInbound >= next, Patience), $"our side waits for {ours.Session.NextInbound}, QuickFIX has sent up to {next - 1}");
        desk.Send(ours.Orders.Last + 1, Messages);

        ours.Orders.WaitFor(Messages * 2 / 3, Patience);
        ours.Drop();
        ours.Open(port);
        ours.Orders.WaitFor(Messages, Patience);
        desk.Executions.WaitFor(Messages, Patience);

        (long sender, long target) = desk.Stop();
        AssertNumbers(ours, sender, target);
        Assert.Equal(0, ours.Orders.Repeats);
        Assert.InRange(desk.Executions.Repeats, 0, 1);
    }

    [QuickFixTheory]
    [InlineData("FIX.4.4")]
    [InlineData("FIXT.1.1/9")]
    public void QuickFixBroker_KilledAndOursDropped_EveryOrderAndExecutionComesOnce(string speaks)
    {
        InteropVersion version = InteropVersion.Parse(speaks);
        int port = InteropSide.FreePort();
        using QuickFixPeer broker = new(_directory, version, port, isDesk: false);
        broker.Start();
        using InteropSide ours = new(_directory.PathOf("ours"), version, isDesk: true);
        ours.Open(port);
        broker.WaitForLogon();
        for (long order = 1; order <= Messages; order++)
        {
            ours.Executions.WaitFor(order - Window, Patience);
            ours.SendOrder(order);
            if (order == Messages / 3)
            {
                broker.Kill();
                broker.Start();
            }
            else if (order == Messages * 2 / 3)
            {
                ours.Drop();
                ours.Open(port);
            }
        }

        ours.Executions.WaitFor(Messages, Patience);
        broker.Orders.WaitFor(Messages, Patience);
        (long sender, long target) = broker.Stop();
        AssertNumbers(ours, sender, target);

        // What QuickFIX had answered and not counted when it was killed it gets, and answers, once more.
        Assert.InRange(broker.Orders.Repeats, 0, 1);
        Assert.InRange(ours.Executions.Repeats, 0, 1);
    }

    public void Dispose() => _directory.Dispose();

    private static void AssertNumbers(InteropSide ours, long sender, long target)
    {
        SpinWait.SpinUntil(() => ours.NumbersAtLogout == (sender, target), Patience);
        Assert.Equal((sender, target), ours.NumbersAtLogout);
    }
}
