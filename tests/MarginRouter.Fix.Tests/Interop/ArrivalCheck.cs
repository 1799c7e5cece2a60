namespace MarginRouter.Fix.Tests.Interop;

/// <summary>
/// Watches numbered messages arrive: each once and in order. A receiver that died after it had handled its last message and before it had
/// counted it gets that one again; such a repeat is counted, not a fault.
/// </summary>
internal sealed class ArrivalCheck(string name)
{
    private readonly object _gate = new();
    private string? _fault;

    /// <summary>The newest number.</summary>
    public long Last { get; private set; }

    /// <summary>How often the newest number came again.</summary>
    public int Repeats { get; private set; }

    /// <summary>Notes a message, or what went wrong.</summary>
    public void Arrived(long number)
    {
        lock (_gate)
        {
            if (number == Last)
                Repeats++;
            else if (number == Last + 1)
                Last = number;
            else
                _fault ??= $"{name} {number} came after {Last}";
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Gives the waiting test a fault to report.</summary>
    public void Fail(string fault)
    {
        lock (_gate)
        {
            _fault ??= fault;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until a number has come; fails on the first fault, or when nothing comes for a while.</summary>
    public void WaitFor(long number, TimeSpan patience)
    {
        lock (_gate)
        {
            while (Last < number && _fault is null)
            {
                if (!Monitor.Wait(_gate, patience))
                    _fault ??= $"{name}: nothing came for {patience} after {Last}, waiting for {number}";
            }

            Assert.True(_fault is null, _fault);
        }
    }
}
