namespace MarginRouter.Storage.Segments;

/// <summary>What a reader is to deliver.</summary>
/// <param name="FirstPositions">The segments, by first position, ascending.</param>
/// <param name="From">First position to deliver.</param>
/// <param name="Through">Last position to deliver, which then must exist; or the greatest number for all there is.</param>
/// <param name="Start">Where to begin in the segment that holds <paramref name="From"/>; null for its beginning.</param>
internal sealed record ReadingPlan(List<long> FirstPositions, long From, long Through, IndexEntry? Start);
