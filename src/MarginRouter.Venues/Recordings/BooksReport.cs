using System.Text.Json;

namespace MarginRouter.Venues.Recordings;

/// <summary>What a replay of a recording found; its members are exactly those of the command <c>books --json</c>.</summary>
public sealed record BooksReport
{
    /// <summary>The files in the order in which they were played.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Name of the venue whose decoder was used.</summary>
    public required string Venue { get; init; }

    /// <summary>Every received message; HTTP answers of the session format are not among them.</summary>
    public required long Messages { get; init; }

    /// <summary>Complete books received.</summary>
    public required long Snapshots { get; init; }

    /// <summary>Book updates applied.</summary>
    public required long Deltas { get; init; }

    /// <summary>Book updates discarded because the snapshot already contained them.</summary>
    public required long Stale { get; init; }

    /// <summary>Book updates that did not follow the one before.</summary>
    public required long Gaps { get; init; }

    /// <summary>Messages whose checksum agreed; 0 where the venue has none.</summary>
    public required long ChecksumOk { get; init; }

    /// <summary>Messages whose checksum disagreed.</summary>
    public required long ChecksumBad { get; init; }

    /// <summary>Messages after which best bid stood at or above best ask.</summary>
    public required long Crossed { get; init; }

    /// <summary>Messages that the decoder does not know.</summary>
    public required long UnknownMessages { get; init; }

    /// <summary>Final books by the venue's own symbol, in order of first appearance.</summary>
    public required IReadOnlyDictionary<string, BookReport> Books { get; init; }

    /// <summary>True when the replay found a gap, a bad checksum or a crossed book; the command then ends with exit code 1.</summary>
    public bool FoundFault() => Gaps > 0 || ChecksumBad > 0 || Crossed > 0;

    /// <summary>The report as the one JSON document that <c>books --json</c> prints.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };
}
