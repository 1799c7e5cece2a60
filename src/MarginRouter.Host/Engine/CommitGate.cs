using System.Collections.Concurrent;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Engine;

/// <summary>
/// Holds commands back until the journal holds their cause. The engine thread puts them in, the journal's writer thread lets them out
/// in order; cancels, queries and alarms pass at once. The queue is as long as what the journal has not committed, which is bounded.
/// </summary>
internal sealed class CommitGate(DurabilityMode mode, IOutbound outbound, Func<Instant> now)
{
    private readonly ConcurrentQueue<Held> held = new();
    private readonly ConcurrentQueue<InboundEvent> returned = new();
    private readonly Lock releasing = new();
    private long committed;

    /// <summary>Takes a command whose cause stands at a journal position.</summary>
    public void Pass(long position, OutboundCommand command)
    {
        if (Waits(command))
            Hold(new Held(position, command, null));
        else
            Carry(command);
    }

    /// <summary>Takes a call that tells a sender that its event is in the journal.</summary>
    public void Pass(long position, Action journaled)
    {
        if (mode != DurabilityMode.None)
            Hold(new Held(position, null, journaled));
        else
            journaled();
    }

    /// <summary>Called by the journal: everything up to this position is committed.</summary>
    public void Release(long position)
    {
        Interlocked.Exchange(ref committed, position);
        Drain();
    }

    /// <summary>Events that the gate itself caused (children dropped because they were late), for the engine to take.</summary>
    public bool TryTakeReturned(out InboundEvent? inbound) => returned.TryDequeue(out inbound);

    private void Hold(Held item)
    {
        held.Enqueue(item);

        // What waits always goes through the queue, so that nothing overtakes; what is committed already leaves at once.
        if (item.Position <= Interlocked.Read(ref committed))
            Drain();
    }

    private void Drain()
    {
        lock (releasing)
        {
            while (held.TryPeek(out Held item) && item.Position <= Interlocked.Read(ref committed))
            {
                held.TryDequeue(out _);
                item.Journaled?.Invoke();
                if (item.Command is not null)
                    Carry(item.Command);
            }
        }
    }

    private bool Waits(OutboundCommand command) => command switch
    {
        SendChild => mode == DurabilityMode.BeforeSend,
        ReportParent or RejectCancel => mode != DurabilityMode.None,
        _ => false,
    };

    private void Carry(OutboundCommand command)
    {
        if (command is SendChild send && now() > send.Deadline)
            returned.Enqueue(new ChildDropped(send.Terms.Id, "its intent became durable too late"));
        else
            outbound.Carry(command);
    }

    private readonly record struct Held(long Position, OutboundCommand? Command, Action? Journaled);
}
