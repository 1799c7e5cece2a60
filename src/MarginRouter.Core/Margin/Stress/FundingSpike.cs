namespace MarginRouter.Core.Margin.Stress;

/// <summary>Funding that perpetual contracts pay over some intervals of a stress; it is taken from the wallet.</summary>
/// <param name="Rate">Share of the notional per interval; positive is paid by longs, negative by shorts; in [-1, 1].</param>
/// <param name="Intervals">Number of funding intervals; not negative.</param>
public readonly record struct FundingSpike(decimal Rate, int Intervals)
{
    /// <summary>What a position pays (negative: receives) over all intervals, in the unit of the notional.</summary>
    /// <param name="notional">Signed value of the position at its stressed mark; long is positive.</param>
    public decimal Cost(decimal notional) => notional * Rate * Intervals;
}
