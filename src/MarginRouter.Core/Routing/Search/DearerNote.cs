namespace MarginRouter.Core.Routing.Search;

/// <summary>What was said of a candidate that lost because it was dearer, and the figures that it rests on.</summary>
/// <param name="Dearest">The dearest base unit of the split.</param>
/// <param name="Quote">The figures of its next unit.</param>
/// <param name="Told">What was said.</param>
internal sealed record DearerNote(decimal Dearest, NextQuote Quote, RejectedCandidate Told);
