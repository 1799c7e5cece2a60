using MarginRouter.Fix.Codec;

namespace MarginRouter.Fix.Transport;

/// <summary>Bounds of one TCP connection.</summary>
public sealed record FixConnectionOptions
{
    /// <summary>
    /// Bytes that may wait for a slow peer beyond the socket's own buffer. When they are exceeded the connection is closed as a slow
    /// consumer; the messages stay in the store and are resent when the peer comes back.
    /// </summary>
    public int MaximumPendingBytes { get; init; } = 8 << 20;

    /// <summary>How long a write to a full socket may make no progress before the connection is closed as a slow consumer.</summary>
    public TimeSpan SlowConsumerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest message that is taken, in bytes; a longer one is garbled.</summary>
    public int MaximumMessage { get; init; } = FixFramer.DefaultMaximumMessage;

    /// <summary>Size asked for the socket's send buffer, in bytes; the kernel may grant less.</summary>
    public int SocketSendBuffer { get; init; } = 256 * 1024;
}
