namespace MarginRouter.Venues.Feeds;

/// <summary>The book messages of one frame; the buffers are kept from frame to frame.</summary>
internal sealed class BookMessages
{
    private readonly List<BookMessage> buffers = [];

    /// <summary>Number of messages in the frame.</summary>
    public int Count { get; private set; }

    /// <summary>A message by its place in the frame.</summary>
    public BookMessage this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return buffers[index];
        }
    }

    /// <summary>Forgets the messages of the last frame.</summary>
    public void Clear() => Count = 0;

    /// <summary>An empty message at the end.</summary>
    public BookMessage Add()
    {
        if (Count == buffers.Count)
            buffers.Add(new BookMessage());
        BookMessage message = buffers[Count++];
        message.Reset();
        return message;
    }
}
