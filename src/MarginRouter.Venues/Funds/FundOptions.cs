using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Funds;

/// <summary>How the published state of a venue's insurance fund is read.</summary>
/// <param name="Interval">Time between two readings, from one second: the strictest limit is OKX's ten requests in two seconds, one for each family of contracts.</param>
/// <param name="Window">The time over which the fund's largest balance is taken, by the venue's deleveraging rule; at least the interval.</param>
public sealed record FundOptions(TimeSpan Interval, TimeSpan Window)
{
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);

    internal void Check(string name)
    {
        if (Interval < LeastInterval || Window < Interval)
            throw new VenueConfigurationException($"{name}: the insurance fund's interval must be at least {LeastInterval} and its window no shorter than that");
    }
}
