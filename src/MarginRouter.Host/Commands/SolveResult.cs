using System.Collections.Immutable;
using MarginRouter.Core.Routing.Search.Instances;

namespace MarginRouter.Host.Commands;

/// <summary>The document that <c>solve</c> writes per instance; the oracle's result plus bound, gap, shortfall, blocking, units and time.</summary>
/// <param name="Instance">Name of the instance.</param>
/// <param name="Children">The split.</param>
/// <param name="Objective">Cost in money.</param>
/// <param name="Bound">Proven lower bound on the cost of any split with this fill.</param>
/// <param name="GapBps">Objective less bound in basis points of the filled value; null when nothing filled.</param>
/// <param name="Shortfall">Base units that are not filled.</param>
/// <param name="Blocking">Limit families that hold the fill back.</param>
/// <param name="ShadowPrices">What a little more room under each limit that binds is worth.</param>
/// <param name="Units">Work units spent.</param>
/// <param name="Micros">Time of the decision in microseconds.</param>
internal sealed record SolveResult(
    string Instance,
    IReadOnlyList<SolveChild> Children,
    decimal Objective,
    decimal Bound,
    decimal? GapBps,
    decimal Shortfall,
    ImmutableArray<string> Blocking,
    ImmutableArray<LimitPrice> ShadowPrices,
    int Units,
    decimal Micros)
{
    /// <summary>The document of an outcome.</summary>
    public static SolveResult Of(SolveOutcome outcome, ImmutableArray<BlockingFamily> blocking, ImmutableArray<LimitPrice> prices, TimeSpan elapsed) => new(
        outcome.Instance,
        [.. outcome.Children.Select(child => new SolveChild(child.Venue, child.Subaccount, child.Quantity))],
        outcome.Objective,
        outcome.Bound,
        outcome.GapBasisPoints,
        outcome.Shortfall,
        [.. blocking.Select(one => one.Family)],
        prices,
        outcome.WorkUnits,
        elapsed.Ticks / (decimal)TimeSpan.TicksPerMicrosecond);
}
