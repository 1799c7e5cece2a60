using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Markets;

/// <summary>
/// All changes of one market since the tick before, each level once with its last size. Sizes are absolute, so a listener that took
/// a copy of the book in between may apply the whole tick.
/// </summary>
/// <param name="Market">Whose tick.</param>
/// <param name="FirstUpdateId">Number of the first level change in it.</param>
/// <param name="LastUpdateId">Number of the last level change in it; less than the first by one when there are only trades.</param>
/// <param name="PreviousLastUpdateId">Last number of the tick before, also when that tick was skipped by a fault.</param>
/// <param name="Changes">Changed levels, bids before asks, each side best first.</param>
/// <param name="Trades">Public trades.</param>
/// <param name="Time">Venue time.</param>
public sealed record MarketTick(
    SimulatedMarket Market,
    long FirstUpdateId,
    long LastUpdateId,
    long PreviousLastUpdateId,
    ImmutableArray<LevelChange> Changes,
    ImmutableArray<PublicTrade> Trades,
    Instant Time);
