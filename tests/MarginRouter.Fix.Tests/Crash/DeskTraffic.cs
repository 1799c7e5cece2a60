using MarginRouter.Fix.Tests.Interop;

namespace MarginRouter.Fix.Tests.Crash;

/// <summary>Keeps a desk busy from a thread of its own: orders 1, 2, 3 and so on, a bounded number of them unanswered.</summary>
internal sealed class DeskTraffic : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly InteropSide _desk;
    private readonly int _window;
    private readonly int _reportsEach;
    private readonly Thread _thread;
    private Exception? _fault;
    private long _sent;
    private volatile bool _stopping;

    public DeskTraffic(InteropSide desk, int window, int reportsEach)
    {
        _desk = desk;
        _window = window;
        _reportsEach = reportsEach;
        _thread = new Thread(Run) { IsBackground = true, Name = "desk traffic" };
    }

    public void Start() => _thread.Start();

    /// <summary>Ends the traffic and returns the number of the last order; throws what had stopped it before.</summary>
    public long Stop()
    {
        Dispose();
        if (_fault is not null)
            throw new InvalidOperationException("The traffic stopped early", _fault);
        return _sent;
    }

    public void Dispose()
    {
        _stopping = true;
        if (_thread.IsAlive)
            _thread.Join();
    }

    private void Run()
    {
        try
        {
            while (!_stopping)
            {
                _desk.Executions.WaitFor((_sent + 1 - _window) * _reportsEach, Patience);
                _desk.SendOrder(_sent + 1);
                _sent++;
            }
        }
        catch (Exception error)
        {
            // Shown by Stop on the test's thread.
            _fault = error;
            _desk.Executions.Fail(error.Message);
        }
    }
}
