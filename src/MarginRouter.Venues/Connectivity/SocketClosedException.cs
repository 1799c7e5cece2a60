namespace MarginRouter.Venues.Connectivity;

/// <summary>A socket ended: closed by the venue, broken, or silent for too long.</summary>
internal sealed class SocketClosedException : Exception
{
    public SocketClosedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
