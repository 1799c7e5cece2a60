using System.Globalization;
using MarginRouter.Core.Engine.Events;

namespace MarginRouter.Gateway;

/// <summary>
/// Cancels all orders of a desk when its session stays away longer than a grace time. The cancel is one more request of the desk's, so the
/// engine and the journal treat it like a mass cancel that the desk sent, and the desk finds the reports when it is back.
/// </summary>
internal sealed class DisconnectGuard(string desk, TimeSpan grace, IDeskInbox inbox, TimeProvider time) : IDisposable
{
    private readonly Lock gate = new();
    private ITimer? waiting;
    private long absence;
    private bool closed;

    /// <summary>The session is gone, or has not come yet after a start.</summary>
    public void Lost()
    {
        lock (gate)
        {
            if (closed)
                return;
            waiting?.Dispose();
            long number = ++absence;
            waiting = time.CreateTimer(_ => Cancel(number), null, grace, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The session is logged on. Returns when a cancel that was being posted is, so that it never meets an order sent after the logon.</summary>
    public void Returned()
    {
        lock (gate)
            Forget();
    }

    /// <summary>The gateway stops: desks that it cuts off itself are not lost.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            Forget();
        }
    }

    private void Forget()
    {
        absence++;
        waiting?.Dispose();
        waiting = null;
    }

    private void Cancel(long number)
    {
        lock (gate)
        {
            // A timer that had fired when the desk came back, or was lost again, is an old one.
            if (number != absence)
                return;
            Forget();
            string id = string.Create(CultureInfo.InvariantCulture, $"DISCONNECT-{time.GetUtcNow().UtcDateTime:yyyyMMdd-HHmmss.fffffff}");
            inbox.Post(new ParentsCancelRequested(desk, id, ParentScope.All, Symbol: null, Side: null), static () => { });
        }
    }
}
