using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>What spot fills exchange, and what they borrow beyond today's debts.</summary>
internal static class SpotBorrowing
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

    /// <summary>Adds a limit for each asset that spot fills move: nothing is borrowed beyond what the venue has said that it lends.</summary>
    public static void Add(StateReading reading, IStateMargin margin, MarginAccount account, ReadOnlySpan<StateFill> done)
    {
        foreach (Asset asset in Assets(margin))
        {
            AssetBalance held = new(asset, 0m);
            foreach (AssetBalance balance in account.Balances)
                held = balance.Asset == asset ? balance : held;
            decimal borrowed = Math.Max(0m, -(held.Quantity + Change(margin, done, asset))) - Math.Max(0m, -held.Quantity);
            reading.Limits.Add(new LimitReading(RefusalReason.BorrowLimit, asset.Code, Math.Max(0m, borrowed), held.Borrowable ?? 0m, null));
        }
    }
}
