using System.Net;

namespace MarginRouter.Fix.Transport;

/// <summary>
/// Counts connections that did not become a session, by address, and closes the door to an address with too many of them until the window
/// in which they fell is over. Bounded: with the table full, addresses whose window is over are dropped, and failing that nobody new is counted.
/// </summary>
internal sealed class LogonThrottle(int maximumFailures, TimeSpan window, TimeProvider time)
{
    private const int MaximumAddresses = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (long Since, int Failures)> _failures = [];

    /// <summary>False when the address has to wait.</summary>
    public bool Admits(IPAddress address)
    {
        lock (_lock)
            return !_failures.TryGetValue(address, out (long Since, int Failures) entry) || entry.Failures < maximumFailures || IsOver(entry.Since);
    }

    /// <summary>A connection from the address was refused or sent no valid Logon.</summary>
    public void Failed(IPAddress address)
    {
        lock (_lock)
        {
            bool known = _failures.TryGetValue(address, out (long Since, int Failures) entry) && !IsOver(entry.Since);
            if (!known && _failures.Count >= MaximumAddresses)
                DropOld();
            if (known)
                _failures[address] = entry with { Failures = entry.Failures + 1 };
            else if (_failures.Count < MaximumAddresses)
                _failures[address] = (time.GetTimestamp(), 1);
        }
    }

    private bool IsOver(long since) => time.GetElapsedTime(since) >= window;

    private void DropOld()
    {
        foreach (IPAddress address in _failures.Where(entry => IsOver(entry.Value.Since)).Select(entry => entry.Key).ToArray())
            _failures.Remove(address);
    }
}
