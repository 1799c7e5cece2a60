using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.States;

/// <summary>What spot fills exchange.</summary>
internal static class SpotExchange
{
    /// <summary>Change of one asset's balance by the spot fills among some, fees included.</summary>
    /// <param name="margin">The account.</param>
    /// <param name="done">Fills.</param>
    /// <param name="asset">The asset.</param>
    public static decimal Change(IStateMargin margin, ReadOnlySpan<StateFill> done, Asset asset)
    {
        decimal change = 0m;
        foreach (ref readonly StateFill fill in done)
        {
            Instrument pair = margin[fill.Slot];
            if (pair.Kind != InstrumentKind.Spot)
                continue;
            decimal bought = fill.Signed * pair.BasePerLot;
            if (pair.Base == asset)
                change += bought;
            if (pair.Quote == asset)
                change -= (bought * fill.Price) + (Math.Abs(bought) * fill.Price * pair.Fees.TakerRate);
        }

        return change;
    }

    /// <summary>Assets of the spot pairs of an account, in the order in which they joined.</summary>
    public static IEnumerable<Asset> Assets(IStateMargin margin) => Enumerable.Range(0, margin.SlotCount)
        .Select(slot => margin[slot])
        .Where(pair => pair.Kind == InstrumentKind.Spot)
        .SelectMany(pair => (Asset[])[pair.Base, pair.Quote])
        .Distinct();
}
