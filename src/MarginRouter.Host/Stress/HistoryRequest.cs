namespace MarginRouter.Host.Stress;

/// <summary>A historical simulation as it was asked for.</summary>
/// <param name="File">The file of returns.</param>
/// <param name="Confidence">Between 0 and 1.</param>
/// <param name="Horizon">Periods per window.</param>
internal sealed record HistoryRequest(string File, decimal Confidence, int Horizon);
