using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Recordings;

/// <summary>One complete book message of a recording.</summary>
/// <param name="ReceivedNanoseconds">When the recorder received it, nanoseconds since the Unix epoch.</param>
/// <param name="IsWholeBook">True for a snapshot.</param>
/// <param name="Levels">Its levels on the instrument's grid, in the order in which they apply.</param>
public sealed record RecordedFrame(long ReceivedNanoseconds, bool IsWholeBook, IReadOnlyList<LevelChange> Levels);
