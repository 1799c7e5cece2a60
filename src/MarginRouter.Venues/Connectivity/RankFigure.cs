using MarginRouter.Core.Ledger;

namespace MarginRouter.Venues.Connectivity;

/// <summary>Takes a place in a queue for auto-deleveraging on a venue's own scale.</summary>
internal static class RankFigure
{
    /// <summary>The rank; a figure beside the scale is a <see cref="VenueProtocolException"/> that names it, for nobody knows what it means.</summary>
    public static AdlRank Of(decimal stated, decimal safest, decimal first, string name) => stated >= safest && stated <= first
        ? new AdlRank(stated, safest, first)
        : throw new VenueProtocolException($"{name} of {stated} is not on the venue's scale from {safest} to {first}");
}
