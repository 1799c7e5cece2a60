using System.Collections.Concurrent;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
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
    private readonly HashSet<ChildOrderId> withdrawn = [];
    private long committed;

    /// <summary>True when children wait for the journal.</summary>
    public bool HoldsChildren => mode == DurabilityMode.BeforeSend;

    /// <summary>Takes a command whose cause stands at a journal position.</summary>
    public void Pass(long position, OutboundCommand command)
    {
        if (command is CancelChild cancel && Withdraw(cancel))
            return;
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

    /// <summary>A child that still waits here when it is cancelled never leaves: kill and cancel do not wait for the disk, nor do they come late.</summary>
    private bool Withdraw(CancelChild cancel)
    {
        lock (releasing)
        {
            foreach (Held item in held)
            {
                if (item.Command is SendChild send && send.Terms.Id == cancel.Terms.Id)
                {
                    withdrawn.Add(cancel.Terms.Id);
                    return true;
                }
            }
        }

        return false;
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
        SendChild or RequestQuotes => mode == DurabilityMode.BeforeSend,
        DeskReport => mode != DurabilityMode.None,
        _ => false,
    };

    private void Carry(OutboundCommand command)
    {
        if (command is SendChild cancelled && withdrawn.Remove(cancelled.Terms.Id))
            returned.Enqueue(new ChildDropped(cancelled.Terms.Id, "it was cancelled before it left"));
        else if (command is SendChild send && now() > send.Deadline)
            returned.Enqueue(new ChildDropped(send.Terms.Id, "its intent became durable too late"));
        else
            outbound.Carry(command);
    }

    private readonly record struct Held(long Position, OutboundCommand? Command, Action? Journaled);
}
