using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Recordings;

/// <summary>One line of a recording. The payload is only valid until the next line is read: it lies in the reader's buffer.</summary>
public readonly record struct RecordedMessage
{
    /// <summary>What it is.</summary>
    public required RecordedKind Kind { get; init; }

    /// <summary>The venue's text as UTF-8, byte for byte; empty when the line carries none.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>When the recorder received it; null where the format has no time.</summary>
    public Instant? ReceivedAt { get; init; }

    /// <summary>The recorder's name of the connection; null where the format names none.</summary>
    public string? Connection { get; init; }

    /// <summary>Address of an HTTP request; null for anything else.</summary>
    public string? Url { get; init; }
}
