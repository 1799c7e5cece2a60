using System.Globalization;
using MarginRouter.Fix.Tests.Interop;
using MarginRouter.Testing;
using Xunit.Abstractions;

namespace MarginRouter.Fix.Tests.Crash;

/// <summary>
/// SIGKILL at random points of a busy session over the durable store: start, recovery, logon, resend and traffic. The desk sees every
/// execution once and in order, the broker takes every order once and in order, and the numbers of both sides agree at the end.
/// MARGINROUTER_FIX_KILLS sets the number of kills, MARGINROUTER_FIX_KILL_SEED repeats a run.
/// </summary>
public sealed class RandomKillTests(ITestOutputHelper output) : IDisposable
{
    private const int Window = 64;
    private const int ReportsEach = 3;
    private const int LongestBurst = 600;
    private const int LongestStart = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryDirectory _directory = new();

    private static int Kills => Setting("MARGINROUTER_FIX_KILLS", 20);

    [Fact]
    public void BusySession_KilledAtRandomPoints_LosesAndDoublesNothing()
    {
        int seed = Setting("MARGINROUTER_FIX_KILL_SEED", Environment.TickCount);
        output.WriteLine($"seed {seed}, {Kills} kills");
        Random random = new(seed);
        int port = InteropSide.FreePort();
        using InteropSide desk = new(_directory.PathOf("desk"), new InteropVersion("FIX.4.4", null), isDesk: true);
        using DeskTraffic traffic = new(desk, Window, ReportsEach);
        desk.Open(port);
        traffic.Start();
        for (int kill = 0; kill < Kills; kill++)
        {
            using SessionHostProcess broker = new(_directory.PathOf("broker"), port);
            if (random.Next(4) == 0)
            {
                // At any time from the start of the process on: while it opens its files, catches up, logs on or resends.
                broker.KillAfter(random.Next(LongestStart));
                continue;
            }

            broker.WaitUntilItListens();
            desk.Executions.WaitFor(desk.Executions.Last + 1 + random.Next(LongestBurst), Patience);
            broker.KillAfter(random.Next(3));
        }

        using SessionHostProcess last = new(_directory.PathOf("broker"), port);
        last.WaitUntilItListens();
        long orders = traffic.Stop();
        desk.Executions.WaitFor(orders * ReportsEach, Patience);
        (long inbound, long outbound, long taken, long reported) = last.Stop();
        SpinWait.SpinUntil(() => desk.NumbersAtLogout == (outbound, inbound), Patience);
        output.WriteLine($"{orders} orders, {reported} executions, numbers {inbound} in and {outbound} out");
        Assert.Equal((orders, orders * ReportsEach), (taken, reported));
        Assert.Equal((outbound, inbound), desk.NumbersAtLogout);
        Assert.Equal(0, desk.Executions.Repeats);
    }

    public void Dispose() => _directory.Dispose();

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
}
