using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Connectivity;

/// <summary>
/// The children that an account has at its venue, as the adapter knows them. It sees to it that a child gets exactly one first outcome
/// although the answer to the request, the private stream and a time-out race each other, and that children whose end was not reported
/// become lost instead of forgotten. Events leave inside the lock so that their order is the order of the decisions.
/// </summary>
internal sealed class OpenChildren(IVenueEventSink sink)
{
    private readonly Lock gate = new();
    private readonly Dictionary<ChildOrderId, OpenChild> children = [];

    private enum Phase
    {
        Sent = 1,
        Accepted = 2,
        Lost = 3,
    }

    /// <summary>Notes a child whose request is about to be written.</summary>
    /// <param name="terms">The child.</param>
    /// <param name="latestArrival">Until when the venue may take it.</param>
    /// <param name="stands">True when it may rest, so that a missing end says nothing.</param>
    public void Sent(ChildOrderTerms terms, Instant latestArrival, bool stands = false)
    {
        lock (gate)
            children[terms.Id] = new OpenChild(Phase.Sent, latestArrival, null, stands);
    }

    /// <summary>The latest time at which the venue could still have taken the child's request; null for a child of an earlier process.</summary>
    public Instant? LatestArrival(ChildOrderId child)
    {
        lock (gate)
            return children.TryGetValue(child, out OpenChild open) ? open.LatestArrival : null;
    }

    /// <summary>True for a child that may rest.</summary>
    public bool Stands(ChildOrderId child)
    {
        lock (gate)
            return children.TryGetValue(child, out OpenChild open) && open.Stands;
    }

    /// <summary>The venue has it; reported once, and not when it was reported lost before: the status answer tells then.</summary>
    public void Accepted(ChildOrderId child, string venueOrderId, Instant now)
    {
        lock (gate)
        {
            if (!children.TryGetValue(child, out OpenChild open) || open.Phase != Phase.Sent)
                return;
            children[child] = open with { Phase = Phase.Accepted, AcceptedAt = now };
            sink.OnEvent(new ChildAccepted(child, venueOrderId));
        }
    }

    /// <summary>An execution; always reported. The last one ends the child.</summary>
    public void Filled(Fill fill, bool complete)
    {
        lock (gate)
        {
            sink.OnEvent(new ChildFilled(fill));
            if (complete)
                children.Remove(fill.Child);
        }
    }

    /// <summary>What the venue says of an execution that it had reported before; always reported.</summary>
    public void Told(InboundEvent afterwards)
    {
        lock (gate)
            sink.OnEvent(afterwards);
    }

    /// <summary>The venue ended it with a remainder; always reported.</summary>
    public void Ended(ChildOrderId child, QuantityLots cumulative, string reason)
    {
        lock (gate)
        {
            children.Remove(child);
            sink.OnEvent(new ChildEnded(child, cumulative, reason));
        }
    }

    /// <summary>The venue refused it; not reported for a child that is already accepted, ended or lost.</summary>
    public void Refused(ChildOrderId child, string code, string message)
    {
        lock (gate)
        {
            if (!children.TryGetValue(child, out OpenChild open) || open.Phase != Phase.Sent)
                return;
            children.Remove(child);
            sink.OnEvent(new ChildRefused(child, code, message));
        }
    }

    /// <summary>The venue refused it after it had taken it, as a chain does with a transaction that reverts; always reported.</summary>
    public void Reverted(ChildOrderId child, string code, string message)
    {
        lock (gate)
        {
            children.Remove(child);
            sink.OnEvent(new ChildRefused(child, code, message));
        }
    }

    /// <summary>The venue no longer knows what it had taken; reported once.</summary>
    public void Lost(ChildOrderId child, string reason)
    {
        lock (gate)
        {
            if (children.TryGetValue(child, out OpenChild open) && open.Phase != Phase.Lost)
                Lose(child, open, reason);
        }
    }

    /// <summary>It certainly did not leave.</summary>
    public void Dropped(ChildOrderId child, string reason)
    {
        lock (gate)
        {
            children.Remove(child);
            sink.OnEvent(new ChildDropped(child, reason));
        }
    }

    /// <summary>No answer: reported unless the private stream has already told what became of it.</summary>
    public void Unanswered(ChildOrderId child, string reason)
    {
        lock (gate)
        {
            if (children.TryGetValue(child, out OpenChild open) && open.Phase == Phase.Sent)
                Lose(child, open, reason);
        }
    }

    /// <summary>The connection broke: everything whose end was not reported is lost.</summary>
    public void LoseAll(string reason)
    {
        lock (gate)
        {
            foreach ((ChildOrderId child, OpenChild open) in children.ToArray())
            {
                if (open.Phase != Phase.Lost)
                    Lose(child, open, reason);
            }
        }
    }

    /// <summary>Children accepted before a time whose end is still not reported are lost: an immediate-or-cancel order ends at once.</summary>
    public void LoseAcceptedBefore(Instant limit, string reason)
    {
        lock (gate)
        {
            foreach ((ChildOrderId child, OpenChild open) in children.ToArray())
            {
                if (open.Phase == Phase.Accepted && !open.Stands && open.AcceptedAt < limit)
                    Lose(child, open, reason);
            }
        }
    }

    /// <summary>A status answer; reported, and a final one closes the child.</summary>
    public void StatusReported(ChildStatusReported report)
    {
        lock (gate)
        {
            if (report.State != VenueOrderState.Working)
                children.Remove(report.Child);
            sink.OnEvent(report);
        }
    }

    private void Lose(ChildOrderId child, OpenChild open, string reason)
    {
        children[child] = open with { Phase = Phase.Lost };
        sink.OnEvent(new ChildLost(child, reason));
    }

    private readonly record struct OpenChild(Phase Phase, Instant LatestArrival, Instant? AcceptedAt, bool Stands);
}
