using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>Questions about children that wait for an answer; each is asked again until there is one. Bounded by the children there are.</summary>
internal sealed class StatusQuestions
{
    private readonly Lock gate = new();
    private readonly Dictionary<ChildOrderId, (QueryChild Command, Instant AskAt)> open = [];

    /// <summary>Notes a question that is due now.</summary>
    public void Add(QueryChild command, Instant now)
    {
        lock (gate)
            open[command.Terms.Id] = (command, now);
    }

    /// <summary>All questions are due again: the connection is new.</summary>
    public void Renew(Instant now)
    {
        lock (gate)
        {
            foreach (ChildOrderId child in open.Keys.ToArray())
                open[child] = (open[child].Command, now);
        }
    }

    /// <summary>The questions that are due; they are due again after the time given.</summary>
    public List<QueryChild> TakeDue(Instant now, TimeSpan again)
    {
        List<QueryChild> due = [];
        lock (gate)
        {
            foreach ((ChildOrderId child, (QueryChild command, Instant askAt)) in open)
            {
                if (askAt <= now)
                    due.Add(command);
            }

            foreach (QueryChild command in due)
                open[command.Terms.Id] = (command, new Instant(now.Nanoseconds + (again.Ticks * 100)));
        }

        return due;
    }

    /// <summary>True while a question about the child is open.</summary>
    public bool IsOpen(ChildOrderId child)
    {
        lock (gate)
            return open.ContainsKey(child);
    }

    /// <summary>The question is answered for good; false when there was none.</summary>
    public bool Close(ChildOrderId child)
    {
        lock (gate)
            return open.Remove(child);
    }
}
