using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Recordings;

/// <summary>
/// A venue's own decoder and book builder, fed from a recording instead of a connection. It recognises the market and the protocol
/// version from the messages.
/// </summary>
public interface IRecordingReplay
{
    /// <summary>
    /// Takes the next line of the recording. Throws <see cref="System.Text.Json.JsonException"/> or <see cref="OverflowException"/> for
    /// a message that cannot be read; messages of unknown kind are counted.
    /// </summary>
    void Apply(in RecordedMessage message);

    /// <summary>The books as they stand, in no particular order; owned by the replay and changed by the next line.</summary>
    IEnumerable<GridBook> Books { get; }

    /// <summary>What was found so far.</summary>
    /// <param name="files">The files played, for the report.</param>
    BooksReport Report(IReadOnlyList<string> files);
}
