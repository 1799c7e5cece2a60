using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// What a fill releases when it closes lots whose requirement is fixed at the price they were opened at. Which lots it closes is not
/// known beforehand, so the least that it can release is taken: the lowest price at which lots of that side are or may be opened.
/// </summary>
/// <param name="Opened">The side that opened the lots.</param>
/// <param name="PerPrice">Requirement released per lot and unit of that price.</param>
/// <param name="HeldOpposite">Lots held of the other side: the first opening fills close these instead.</param>
/// <param name="Entry">Entry price of what is held of this side; null when nothing is.</param>
internal sealed record ReleaseRule(Side Opened, decimal PerPrice, decimal HeldOpposite, decimal? Entry)
{
    /// <summary>Least amount released per lot closed.</summary>
    public decimal PerLot(in LowestPrices lowest)
    {
        decimal? opened = Opened == Side.Buy ? lowest.Buy : lowest.Sell;
        decimal price = (Entry, opened) switch
        {
            ({ } entry, { } fill) => Math.Min(entry, fill),
            ({ } entry, null) => entry,
            (null, { } fill) => fill,
            (null, null) => 0m,
        };
        return price * PerPrice;
    }
}
