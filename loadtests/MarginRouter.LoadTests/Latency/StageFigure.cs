namespace MarginRouter.LoadTests.Latency;

/// <summary>How long a stage inside the router takes.</summary>
/// <param name="Name">From where to where.</param>
/// <param name="P50">Median, in microseconds.</param>
/// <param name="P99">99th percentile, in microseconds.</param>
internal sealed record StageFigure(string Name, double P50, double P99);
