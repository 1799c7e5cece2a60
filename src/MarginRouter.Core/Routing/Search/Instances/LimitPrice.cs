namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>
/// What a little more room under a limit is worth at the split found: for util, stress and liq one unit of money more of the subaccount's
/// equity, for cap one unit of money more of its limit.
/// </summary>
/// <param name="Family">util, stress, liq or cap.</param>
/// <param name="Where">Which one: subaccount, with scenario or side, or cap.</param>
/// <param name="Saves">Money saved at the same fill; zero while the parent is short.</param>
/// <param name="Fills">Base units filled more; zero when the parent is filled.</param>
public sealed record LimitPrice(string Family, string Where, decimal Saves, decimal Fills);
