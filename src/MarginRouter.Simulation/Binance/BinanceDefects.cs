using System.Collections.Immutable;

namespace MarginRouter.Simulation.Binance;

/// <summary>
/// Requests that the simulator itself failed to handle. The client gets the venue's answer for an internal error; what went wrong is
/// kept here, so that a test or the demo can see it.
/// </summary>
internal sealed class BinanceDefects
{
    private ImmutableArray<Exception> all = [];

    public ImmutableArray<Exception> All => all;

    public BinanceError Note(Exception defect)
    {
        ImmutableInterlocked.Update(ref all, (known, added) => known.Add(added), defect);
        return new BinanceError(-1000, "An unknown error occurred while processing the request.", 500);
    }
}
