using System.Collections.Concurrent;
using MarginRouter.Core.Engine.Events;

namespace MarginRouter.Gateway.Tests;

/// <summary>Takes what desks ask for, in the engine's place; journals at once or when the test says so.</summary>
internal sealed class DeskRecorder(bool journalsAtOnce) : IDeskInbox
{
    private readonly BlockingCollection<(InboundEvent Inbound, Action Journaled)> posted = [];

    /// <summary>Number of requests that wait to be looked at.</summary>
    public int Waiting => posted.Count;

    public void Post(InboundEvent inbound, Action journaled)
    {
        if (journalsAtOnce)
            journaled();
        posted.Add((inbound, journaled));
    }

    /// <summary>The next request; fails when none comes.</summary>
    public (InboundEvent Inbound, Action Journaled) Next() =>
        posted.TryTake(out (InboundEvent Inbound, Action Journaled) next, Patience.Long) ? next : throw new TimeoutException("no request came");
}
