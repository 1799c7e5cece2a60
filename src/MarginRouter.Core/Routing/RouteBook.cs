using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing;

/// <summary>One instrument's book as a decision sees it.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Sequence">The venue's sequence of the book.</param>
/// <param name="ReceivedAt">When its last message or liveness signal was received.</param>
/// <param name="Levels">
/// Levels of the side that the parent takes (asks for a buy), best first. In a request that the engine makes they are its own buffer and good
/// until it makes the next one; a decision's slice has its own.
/// </param>
/// <param name="OppositeBest">Best level of the other side, for the mid; null when empty.</param>
/// <param name="Unavailable">Why the book may not be used (state, age, connection); null when it may.</param>
public sealed record RouteBook(
    InstrumentId Instrument,
    long Sequence,
    Instant ReceivedAt,
    ImmutableArray<BookLevel> Levels,
    BookLevel? OppositeBest,
    Refusal? Unavailable)
{
    /// <summary>Expected funding of a long position for a day, as a plain fraction of its value; negative when shorts pay. Zero for spot.</summary>
    public decimal FundingPerDay { get; init; }

    /// <summary>Share of the displayed size to count on, in (0, 1]; default 1.</summary>
    public decimal FillRatio { get; init; } = 1m;
}
