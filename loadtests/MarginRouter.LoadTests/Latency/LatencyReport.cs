namespace MarginRouter.LoadTests.Latency;

/// <summary>The result of a latency run; also its JSON document.</summary>
/// <param name="Machine">Cores and runtime.</param>
/// <param name="Options">What was run.</param>
/// <param name="Neighbours">Share of the machine that others took over the whole run.</param>
/// <param name="Cases">All cases.</param>
/// <param name="Gates">The gates.</param>
internal sealed record LatencyReport(
    string Machine, LatencyOptions Options, double? Neighbours, IReadOnlyList<CaseFigures> Cases, IReadOnlyList<GateFigures> Gates);
