using System.Collections.Concurrent;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Engine;

namespace MarginRouter.Host.Tests.Engine;

public sealed class CommitGateTests
{
    /// <summary>What waits for the disk in each mode: the table of the durability modes.</summary>
    [Theory]
    [InlineData(DurabilityMode.None, "send report reject cancel query alarm journaled", "")]
    [InlineData(DurabilityMode.BeforeAcknowledge, "send cancel query alarm", "report reject journaled")]
    [InlineData(DurabilityMode.BeforeSend, "cancel query alarm", "send report reject journaled")]
    public void Pass_BeforeTheCommit_HoldsWhatTheModeSays(DurabilityMode mode, string atOnce, string held)
    {
        RecordingOutbound outbound = new();
        List<string> journaled = [];
        CommitGate gate = new(mode, outbound, () => default);
        gate.Pass(1, Commands.Send(1));
        gate.Pass(1, Commands.Report(1));
        gate.Pass(1, Commands.Reject(1));
        gate.Pass(1, Commands.Cancel(2));
        gate.Pass(1, Commands.Query(2));
        gate.Pass(1, Commands.Alarm(2));
        gate.Pass(1, () => journaled.Add("journaled 1"));
        Assert.Equal(Words(atOnce), Kinds([.. outbound.Carried, .. journaled]));
        gate.Release(1);
        Assert.Equal(Words($"{atOnce} {held}".Trim()), Kinds([.. outbound.Carried, .. journaled]));
    }

    [Fact]
    public void Release_UpToAPosition_LetsOutThatFarAndInOrder()
    {
        RecordingOutbound outbound = new();
        CommitGate gate = new(DurabilityMode.BeforeSend, outbound, () => default);
        gate.Pass(2, Commands.Report(1));
        gate.Pass(3, Commands.Send(2));
        gate.Pass(3, Commands.Report(3));
        gate.Pass(5, Commands.Send(4));
        gate.Release(1);
        Assert.Empty(outbound.Carried);
        gate.Release(3);
        Assert.Equal(["report 1", "send 2", "report 3"], outbound.Carried);
        gate.Release(4);
        gate.Pass(4, Commands.Report(5));
        Assert.Equal(3, outbound.Carried.Length);
        gate.Release(5);
        Assert.Equal(["report 1", "send 2", "report 3", "send 4", "report 5"], outbound.Carried);
    }

    [Fact]
    public void Pass_CommittedAlready_LeavesAtOnce()
    {
        RecordingOutbound outbound = new();
        CommitGate gate = new(DurabilityMode.BeforeSend, outbound, () => default);
        gate.Release(7);
        gate.Pass(7, Commands.Send(1));
        gate.Pass(6, Commands.Report(2));
        Assert.Equal(["send 1", "report 2"], outbound.Carried);
    }

    [Theory]
    [InlineData(DurabilityMode.None)]
    [InlineData(DurabilityMode.BeforeAcknowledge)]
    [InlineData(DurabilityMode.BeforeSend)]
    public void Pass_ChildPastItsDeadline_ComesBackAsDroppedAndNeverLeaves(DurabilityMode mode)
    {
        long now = 100;
        RecordingOutbound outbound = new();
        CommitGate gate = new(mode, outbound, () => new Instant(now));
        gate.Pass(1, Commands.Send(1, deadline: 100));
        gate.Release(1);
        now = 101;
        gate.Pass(2, Commands.Send(2, deadline: 100));
        gate.Release(2);
        Assert.Equal(["send 1"], outbound.Carried);
        Assert.True(gate.TryTakeReturned(out InboundEvent? returned));
        Assert.Equal(Commands.Send(2).Terms.Id, Assert.IsType<ChildDropped>(returned).Child);
        Assert.False(gate.TryTakeReturned(out _));
    }

    [Fact]
    public void Pass_CancelOfAChildThatStillWaits_DropsTheChildAndAsksNoVenue()
    {
        RecordingOutbound outbound = new();
        CommitGate gate = new(DurabilityMode.BeforeSend, outbound, () => default);
        gate.Pass(2, Commands.Send(1));
        gate.Pass(2, Commands.Send(2));
        gate.Pass(3, Commands.Cancel(1));
        gate.Pass(3, Commands.Cancel(3));
        gate.Release(3);
        Assert.Equal(["cancel 3", "send 2"], outbound.Carried);
        Assert.True(gate.TryTakeReturned(out InboundEvent? returned));
        Assert.Equal(Commands.Send(1).Terms.Id, Assert.IsType<ChildDropped>(returned).Child);
        gate.Pass(4, Commands.Cancel(2));
        Assert.Equal(["cancel 3", "send 2", "cancel 2"], outbound.Carried);
    }

    [Fact]
    public void Pass_RandomCommandsAndCommits_AgreeWithAPlainModel()
    {
        foreach (DurabilityMode mode in Enum.GetValues<DurabilityMode>())
        {
            for (int seed = 0; seed < 60; seed++)
                AgreeWithModel(mode, seed);
        }
    }

    [Fact]
    public async Task Release_FromAnotherThread_LosesNothingAndKeepsTheOrder()
    {
        const int commands = 40_000;
        using SemaphoreSlim passed = new(0);
        RecordingOutbound outbound = new();
        ConcurrentQueue<int> journaled = new();
        CommitGate gate = new(DurabilityMode.BeforeSend, outbound, () => default);
        long position = 0;
        Task writer = Task.Run(() =>
        {
            long committed = 0;
            while (committed < commands)
            {
                Assert.True(passed.Wait(TimeSpan.FromMinutes(2)), "the engine passed nothing");
                committed = Interlocked.Read(ref position);
                gate.Release(committed);
            }
        });
        for (int i = 1; i <= commands; i++)
        {
            int number = i;
            Interlocked.Exchange(ref position, i);
            gate.Pass(i, i % 2 == 0 ? Commands.Send(i) : Commands.Report(i));
            gate.Pass(i, () => journaled.Enqueue(number));
            passed.Release();
        }

        await writer.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(Enumerable.Range(1, commands).Select(i => i % 2 == 0 ? $"send {i}" : $"report {i}"), outbound.Carried);
        Assert.Equal(Enumerable.Range(1, commands), journaled);
    }

    private static void AgreeWithModel(DurabilityMode mode, int seed)
    {
        Random random = new(seed);
        RecordingOutbound outbound = new();
        CommitGate gate = new(mode, outbound, () => default);
        List<string> model = [];
        Queue<(long Position, string Text)> waiting = new();
        HashSet<string> dropped = [];
        long position = 1;
        long committed = 0;
        for (int i = 1; i < 80; i++)
        {
            position += random.Next(2);
            OutboundCommand command = random.Next(5) switch
            {
                0 => Commands.Send(i),
                1 => Commands.Report(i),
                2 => Commands.Query(i),
                3 => Commands.Cancel(random.Next(1, i + 1)),
                _ => Commands.Reject(i),
            };
            string text = Commands.Text(command);
            string sent = text.Replace("cancel", "send", StringComparison.Ordinal);
            gate.Pass(position, command);
            if (command is CancelChild && waiting.Any(item => item.Text == sent))
                dropped.Add(sent);
            else if (Holds(mode, command) && position > committed)
                waiting.Enqueue((position, text));
            else
                model.Add(text);
            if (random.Next(3) == 0)
            {
                committed = Math.Max(committed, random.NextInt64(committed, position + 1));
                gate.Release(committed);
                while (waiting.TryPeek(out (long Position, string Text) item) && item.Position <= committed)
                {
                    waiting.Dequeue();
                    if (!dropped.Contains(item.Text))
                        model.Add(item.Text);
                }
            }

            Assert.True(model.SequenceEqual(outbound.Carried), $"{mode}, seed {seed}, step {i}");
        }
    }

    private static bool Holds(DurabilityMode mode, OutboundCommand command) => command switch
    {
        SendChild => mode == DurabilityMode.BeforeSend,
        ReportParent or RejectCancel => mode != DurabilityMode.None,
        _ => false,
    };

    private static string[] Words(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];

    private static string[] Kinds(IEnumerable<string> carried) => [.. carried.Select(text => text.Split(' ')[0]).Order(StringComparer.Ordinal)];
}
