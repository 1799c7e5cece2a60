namespace MarginRouter.Venues.Connectivity;

/// <summary>An adapter's configuration can never work, for example a secret that is not in the venue's encoding. Retrying is useless.</summary>
public sealed class VenueConfigurationException : Exception
{
    /// <summary>Says what is wrong; never contains a secret.</summary>
    public VenueConfigurationException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
