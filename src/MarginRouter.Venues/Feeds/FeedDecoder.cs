using System.Text.Json;

namespace MarginRouter.Venues.Feeds;

/// <summary>
/// Decodes the frames of one venue's market-data protocol. What a frame holds stands in buffers until the next one; in steady state nothing
/// is allocated. A frame that breaks the protocol is a <see cref="JsonException"/> whatever is wrong with it, and leaves the buffers empty.
/// </summary>
internal abstract class FeedDecoder
{
    /// <summary>Book messages of the last frame.</summary>
    public BookMessages Books { get; } = new();

    /// <summary>Trades of the last frame.</summary>
    public List<TradeTick> Trades { get; } = [];

    /// <summary>Mark prices of the last frame.</summary>
    public List<MarkTick> Marks { get; } = [];

    /// <summary>Number of the last frame among all frames of its connection; null where the venue does not number them.</summary>
    public long? ConnectionSequence { get; protected set; }

    /// <summary>One string per name seen.</summary>
    protected InternedNames Names { get; } = new();

    /// <summary>Decodes a frame.</summary>
    public FrameKind Decode(ReadOnlySpan<byte> frame)
    {
        Clear();
        try
        {
            return Read(frame);
        }
        catch (Exception fault) when (fault is JsonException || BrokenFrame.Is(fault))
        {
            throw Broken(fault);
        }
    }

    /// <summary>
    /// Decodes the answer to a REST request if it is a book snapshot of this venue; false when it is anything else, which is then not read.
    /// </summary>
    /// <param name="address">The address that was asked.</param>
    /// <param name="body">The answer.</param>
    public bool TryDecodeAnswer(Uri address, ReadOnlySpan<byte> body)
    {
        Clear();
        try
        {
            return TryReadAnswer(address, body);
        }
        catch (Exception fault) when (fault is JsonException || BrokenFrame.Is(fault))
        {
            throw Broken(fault);
        }
    }

    /// <summary>Reads a frame into the buffers.</summary>
    protected abstract FrameKind Read(ReadOnlySpan<byte> frame);

    /// <summary>Reads a REST answer into the buffers; venues whose snapshots come over the socket have none.</summary>
    protected virtual bool TryReadAnswer(Uri address, ReadOnlySpan<byte> body) => false;

    private JsonException Broken(Exception fault)
    {
        Clear();
        return fault as JsonException ?? BrokenFrame.Named(fault);
    }

    private void Clear()
    {
        Books.Clear();
        Trades.Clear();
        Marks.Clear();
        ConnectionSequence = null;
    }
}
