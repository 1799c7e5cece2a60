namespace MarginRouter.Simulation.Recordings;

/// <summary>The book messages of one instrument in a recorded session.</summary>
public interface IBookRecording
{
    /// <summary>Levels a side that the venue keeps; deeper ones fall out without a message. Null when the venue deletes each itself.</summary>
    int? Depth { get; }

    /// <summary>
    /// Reads the recording from its start: a snapshot first, then every later change, in sequence. May be called again. Throws
    /// <see cref="InvalidDataException"/> for a gap, for a price off the instrument's grid and for a malformed level; sizes are cut to whole lots.
    /// </summary>
    IEnumerable<RecordedFrame> Frames();
}
