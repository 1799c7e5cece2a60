using MarginRouter.Benchmarks.Measurement;

namespace MarginRouter.LoadTests.Latency;

/// <summary>One case in one round.</summary>
/// <param name="Intended">From the intended time of sending to the parsed child: what the gates judge.</param>
/// <param name="Sent">From the moment at which sending really began: without the client's own lateness.</param>
/// <param name="Stages">Stage medians in microseconds; empty for a relay.</param>
/// <param name="Arrived">Orders whose child arrived.</param>
/// <param name="Orders">Orders sent.</param>
/// <param name="BytesPerOrder">Allocated by the whole process, per order.</param>
/// <param name="Neighbours">Share of the machine that others took; null where it is not known.</param>
/// <param name="Collections">Garbage collections of generation 0, 1 and 2 during the round.</param>
internal sealed record RoundFigures(
    LatencySample Intended,
    LatencySample Sent,
    IReadOnlyList<StageFigure> Stages,
    int Arrived,
    int Orders,
    double BytesPerOrder,
    double? Neighbours,
    int Collections);
