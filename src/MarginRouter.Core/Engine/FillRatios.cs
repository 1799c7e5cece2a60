using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>
/// How much of what was displayed could really be had at each venue: a moving average over the router's own finished children, by event
/// alone, so that replay finds the same figure.
/// </summary>
internal sealed class FillRatios
{
    private const decimal Weight = 0.125m;
    private const decimal Least = 0.1m;
    private readonly SortedDictionary<int, decimal> ratios = [];

    /// <summary>Takes in a finished child that the venue had accepted.</summary>
    public void Note(VenueId venue, ChildOrder child)
    {
        decimal had = (decimal)child.Filled.Value / child.Terms.Quantity.Value;
        decimal average = Of(venue) + (Weight * (had - Of(venue)));
        ratios[venue.Value] = Math.Max(Least, decimal.Round(average, 4, MidpointRounding.ToEven));
    }

    /// <summary>Share of the displayed size to count on, from 0.1 to 1; 1 before the first child.</summary>
    public decimal Of(VenueId venue) => ratios.GetValueOrDefault(venue.Value, 1m);
}
