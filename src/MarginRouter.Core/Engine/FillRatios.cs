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

    /// <summary>
    /// Takes in a finished child that the venue had accepted. What it was sent for was already the displayed size times the ratio, so a child
    /// that fell short counts as its filled share of that; one that was filled shows no bound of what was there, and counts as all of it.
    /// </summary>
    public void Note(VenueId venue, ChildOrder child)
    {
        decimal ratio = Of(venue);
        decimal filled = (decimal)child.Filled.Value / child.Terms.Quantity.Value;
        decimal had = filled < 1m ? filled * ratio : 1m;
        decimal average = ratio + (Weight * (had - ratio));
        ratios[venue.Value] = Math.Max(Least, decimal.Round(average, 4, MidpointRounding.ToEven));
    }

    /// <summary>Share of the displayed size to count on, from 0.1 to 1; 1 before the first child.</summary>
    public decimal Of(VenueId venue) => ratios.GetValueOrDefault(venue.Value, 1m);
}
