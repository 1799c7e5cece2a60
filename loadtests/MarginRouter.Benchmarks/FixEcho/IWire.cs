namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>What one end of a <see cref="SocketEcho"/> puts on the wire and how it finds what came.</summary>
internal interface IWire : IDisposable
{
    /// <summary>Writes the next message to send and returns its length. An answer refers to the message taken last.</summary>
    int Put(Span<byte> room);

    /// <summary>Takes the message at the front and returns its length; 0 when it is not whole yet.</summary>
    int Take(ReadOnlySpan<byte> bytes);
}
