using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Reference;

/// <summary>How the venue's own statement of instruments and fees is read.</summary>
/// <param name="Interval">Time between two readings, from one second; each wait differs from it by up to a tenth, so that routers that start together do not ask together.</param>
public sealed record ReferenceOptions(TimeSpan Interval)
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);

    internal void Check(string name)
    {
        if (Interval < LeastInterval)
            throw new VenueConfigurationException($"{name}: reference data must not be read more often than every {LeastInterval}");
    }
}
