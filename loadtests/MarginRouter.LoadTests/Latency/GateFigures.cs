namespace MarginRouter.LoadTests.Latency;

/// <summary>A case against its floor: medians of the ratios of each round.</summary>
/// <param name="Gate">Number of the gate in performance.md, section 6.</param>
/// <param name="Case">The case.</param>
/// <param name="Floor">Its floor.</param>
/// <param name="P50">Ratio of the medians.</param>
/// <param name="P50Limit">Most that the gate allows.</param>
/// <param name="P99">Ratio of the 99th percentiles.</param>
/// <param name="P99Limit">Most that the gate allows.</param>
/// <param name="SentP50">Ratio of the medians without the client's lateness.</param>
/// <param name="SentP99">Ratio of the 99th percentiles without the client's lateness.</param>
/// <param name="Rounds">Rounds that count: the quiet ones when there are enough, else all.</param>
/// <param name="Verdict">met, missed, or "not judged" with the reason.</param>
internal sealed record GateFigures(
    int Gate,
    string Case,
    string Floor,
    double P50,
    double P50Limit,
    double P99,
    double P99Limit,
    double SentP50,
    double SentP99,
    int Rounds,
    string Verdict);
