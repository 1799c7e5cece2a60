namespace MarginRouter.LoadTests.Latency;

/// <summary>A case over all rounds: medians over rounds, microseconds.</summary>
/// <param name="Name">The case.</param>
/// <param name="P50">Median latency.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="P999">99.9th percentile.</param>
/// <param name="Maximum">Largest.</param>
/// <param name="SentP50">Median without the client's lateness.</param>
/// <param name="SentP99">99th percentile without the client's lateness.</param>
/// <param name="Orders">Orders sent, all rounds.</param>
/// <param name="Missing">Orders of which no child ever arrived, all rounds.</param>
/// <param name="BytesPerOrder">Allocated by the whole process, per order.</param>
/// <param name="Collections">Garbage collections a round.</param>
/// <param name="Neighbours">Share of the machine that others took.</param>
/// <param name="Stages">Stages inside the router.</param>
internal sealed record CaseFigures(
    string Name,
    double P50,
    double P99,
    double P999,
    double Maximum,
    double SentP50,
    double SentP99,
    int Orders,
    int Missing,
    double BytesPerOrder,
    double Collections,
    double? Neighbours,
    IReadOnlyList<StageFigure> Stages);
