using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Quotes;

/// <summary>The makers of a venue that may be asked for firm quotes.</summary>
/// <param name="Venue">The venue.</param>
/// <param name="Makers">Their names as the venue knows them, those to ask first in front; never empty.</param>
/// <param name="Instruments">What they quote; never empty.</param>
/// <param name="PerAccount">True where only the account that asked may take a quote, so that each is asked for by itself.</param>
public sealed record QuoteMakers(VenueId Venue, ImmutableArray<string> Makers, ImmutableArray<InstrumentId> Instruments, bool PerAccount)
{
    /// <summary>True where a request ends with the first of its quotes that is taken.</summary>
    public bool OneOfRequest { get; init; }
}
