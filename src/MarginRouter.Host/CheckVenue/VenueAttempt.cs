using System.Collections.Immutable;

namespace MarginRouter.Host.CheckVenue;

/// <summary>One run of an adapter during a check.</summary>
/// <param name="Steps">What it settled.</param>
/// <param name="Fault">What ended it for good, in the venue's or the adapter's words; null when it ran until it was stopped.</param>
internal sealed record VenueAttempt(ImmutableArray<VenueCheckStep> Steps, string? Fault)
{
    /// <summary>The steps and, when it was ended by a fault, that.</summary>
    /// <param name="venue">The venue's name.</param>
    public IReadOnlyList<VenueCheckStep> AllSteps(string venue) =>
        Fault is null ? Steps : [.. Steps, new VenueCheckStep("adapter", venue, VenueCheckOutcome.Failed, Fault)];
}
