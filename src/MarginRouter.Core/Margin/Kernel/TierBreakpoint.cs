namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Where the requirement rate of one position next changes, all else unchanged; null where it does not.</summary>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Size">Its size in the unit of its tier table, without sign; null where its basis has no price.</param>
/// <param name="Contracts">Size, in contracts without sign, up to which today's row holds at today's price.</param>
/// <param name="PriceAbove">First price above today's at which the position lies on the bound of its row.</param>
/// <param name="PriceBelow">First price below today's at which it does.</param>
internal sealed record TierBreakpoint(string Instrument, decimal? Size, decimal? Contracts, decimal? PriceAbove, decimal? PriceBelow);
