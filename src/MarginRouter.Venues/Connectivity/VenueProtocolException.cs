namespace MarginRouter.Venues.Connectivity;

/// <summary>A venue sent something that breaks its own protocol. The connection is closed and built anew.</summary>
internal sealed class VenueProtocolException : Exception
{
    public VenueProtocolException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
