namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>How utilisation answers to one per cent.</summary>
/// <param name="Path">What changes.</param>
/// <param name="Subject">The underlying or instrument; "all" for prices together.</param>
/// <param name="Down">Change of utilisation when it falls by one per cent; null where that is not known.</param>
/// <param name="Up">The same when it rises by one per cent.</param>
public sealed record MarginElasticity(CliffPathKind Path, string Subject, decimal? Down, decimal? Up);
