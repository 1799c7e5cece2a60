using MarginRouter.Venues.Recordings;

namespace MarginRouter.Benchmarks.Feeds;

/// <summary>The book messages of one recording, in memory.</summary>
internal sealed class RecordedFeed
{
    private RecordedFeed(string venue, string name, List<RecordedMessage> messages)
    {
        Venue = venue;
        Name = name;
        Messages = [.. messages];
        Frames = messages.Count(message => message.Kind == RecordedKind.Received);
        Bytes = messages.Where(message => message.Kind == RecordedKind.Received).Sum(message => (long)message.Payload.Length);
    }

    public string Venue { get; }

    public string Name { get; }

    /// <summary>Frames, and the REST snapshots between them.</summary>
    public RecordedMessage[] Messages { get; }

    public int Frames { get; }

    public long Bytes { get; }

    /// <summary>Reads the frames of a recording that bear a mark, and all its REST answers.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="venue">Name of its venue.</param>
    /// <param name="mark">Text that only book frames have.</param>
    public static RecordedFeed Read(string file, string venue, string mark)
    {
        byte[] wanted = System.Text.Encoding.UTF8.GetBytes(mark);
        List<RecordedMessage> kept = [];
        using RecordingReader reader = new(file);
        while (reader.TryRead(out RecordedMessage message))
        {
            bool answer = message.Kind == RecordedKind.HttpAnswer;
            bool frame = message.Kind == RecordedKind.Received
                && (message.Payload.Span.IndexOf(wanted) >= 0 || message.Payload.Span.IndexOf("\"lastUpdateId\""u8) >= 0);
            if (answer || frame)
                kept.Add(message with { Payload = message.Payload.ToArray() });
        }

        return new RecordedFeed(venue, Path.GetFileName(file), kept);
    }
}
