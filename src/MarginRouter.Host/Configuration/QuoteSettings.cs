using System.Collections.Immutable;
using MarginRouter.Core.Engine.Quotes;

namespace MarginRouter.Host.Configuration;

/// <summary>The section <c>quotes</c> of a venue's file: the makers that may be asked there.</summary>
/// <param name="Makers">Who is asked for what.</param>
/// <param name="LastLookMilliseconds">How long a maker may still refuse after its quote was taken; zero for no last look.</param>
/// <param name="ExpiryMarginMilliseconds">How long before its end a quote is no longer sent, for the way to the maker.</param>
/// <param name="FeeIncluded">True when no fee comes on top of a quoted price.</param>
/// <param name="Anonymous">True when makers are not told who asks, where the venue offers that.</param>
public sealed record QuoteSettings(QuoteMakers Makers, int LastLookMilliseconds, int ExpiryMarginMilliseconds, bool FeeIncluded, bool Anonymous)
{
    /// <summary>Makers of all venues that have any.</summary>
    internal static ImmutableArray<QuoteMakers> MakersOf(ImmutableArray<VenueSettings> venues) =>
        [.. venues.Where(venue => venue.Quotes is not null).Select(venue => venue.Quotes!.Makers)];
}
