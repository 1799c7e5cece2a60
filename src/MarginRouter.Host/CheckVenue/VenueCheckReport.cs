using System.Collections.Immutable;

namespace MarginRouter.Host.CheckVenue;

/// <summary>What a venue check found.</summary>
/// <param name="Venue">The venue's name.</param>
/// <param name="Protocol">Its adapter.</param>
/// <param name="Steps">Every step in the order in which a connection is made.</param>
/// <param name="Remarks">What the adapter said while it tried: one line each, the newest last, bounded.</param>
internal sealed record VenueCheckReport(
    string Venue, string Protocol, ImmutableArray<VenueCheckStep> Steps, ImmutableArray<string> Remarks)
{
    /// <summary>True when nothing failed and nothing had to be skipped.</summary>
    public bool Connects => Steps.All(step => step.Outcome is VenueCheckOutcome.Ok or VenueCheckOutcome.NotStated);
}
