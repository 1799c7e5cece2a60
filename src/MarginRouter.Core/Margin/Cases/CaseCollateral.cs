using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Collateral;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>
/// What a case holds and owes before its fills: how concentrated it is, whether it keeps the desk's own limits, and what would be used in
/// which order to fill a hole. The hole is what is owed at call (loans for a term are not due) and what initial margin lacks.
/// </summary>
/// <param name="Held">What is held, in ordinal order of the asset.</param>
/// <param name="Debts">What is owed, in the order of the case.</param>
/// <param name="Broken">The first of the desk's limits that the holding breaks; null when it keeps them or states none.</param>
/// <param name="Hole">What has to be filled, in the reporting currency; not negative.</param>
/// <param name="Uses">What is used of each asset to fill it, in order; empty without an order.</param>
/// <param name="Uncovered">What stays missing.</param>
public sealed record CaseCollateral(
    ImmutableArray<HeldCollateral> Held,
    ImmutableArray<OwedDebt> Debts,
    Refusal? Broken,
    decimal Hole,
    ImmutableArray<CollateralUse> Uses,
    decimal Uncovered)
{
    private const decimal DaysPerYear = 365m;

    /// <summary>Value of everything held.</summary>
    public decimal Total => Held.Sum(one => one.Value);

    /// <summary>Largest share of one asset; null when nothing is held.</summary>
    public decimal? LargestShare => Held.IsEmpty ? null : Held.Max(one => one.Share);

    /// <summary>Sum of the squared shares: 1 for one asset, 1/n for n equal ones; null when nothing is held.</summary>
    public decimal? Concentration => Held.IsEmpty ? null : Held.Sum(one => one.Share * one.Share);

    /// <summary>The collateral of a case; null when an asset that is held or owed has no price.</summary>
    /// <param name="margin">The case.</param>
    /// <param name="found">Its margin; null without marks, and nothing is lacking then.</param>
    internal static CaseCollateral? Of(MarginCase margin, MarginAssessment? found)
    {
        List<CollateralAsset> assets = [];
        List<OwedDebt> debts = [];
        foreach (IGrouping<Asset, CaseBalance> group in margin.Balances.Where(one => one.Quantity > 0m).GroupBy(one => one.Asset).OrderBy(one => one.Key.Code, StringComparer.Ordinal))
        {
            if (Price(margin, group.Key) is not { } price)
                return null;
            bool plain = margin.Rules.Haircuts.IsEmpty;
            assets.Add(new CollateralAsset(
                group.Key, group.Sum(one => one.Quantity), price, plain ? Rules.HaircutTable.Full : margin.Rules.Haircuts.GetValueOrDefault(group.Key.Code), margin.Rules.HaircutUnit));
        }

        foreach (CaseBalance owed in margin.Balances.Where(one => one.Quantity < 0m))
        {
            if (Price(margin, owed.Asset) is not { } price)
                return null;
            decimal value = -owed.Quantity * price;
            debts.Add(new OwedDebt(owed.Asset, -owed.Quantity, value, owed.YearsToMaturity, value * owed.RatePerYear / DaysPerYear));
        }

        decimal total = assets.Sum(one => one.Value);
        decimal lacking = found is null ? 0m : Math.Max(0m, found.AcceptanceRequired - found.AcceptanceAvailable);
        decimal hole = debts.Where(debt => debt.YearsToMaturity is not > 0m).Sum(debt => debt.Value) + lacking;
        CollateralLimits limits = margin.Limits ?? new CollateralLimits();
        ImmutableArray<CollateralAsset> held = [.. assets];
        ImmutableArray<CollateralUse> uses = CollateralLadder.Cover(limits, held, hole, out decimal left);
        return new CaseCollateral(
            [.. held.Select(one => new HeldCollateral(one.Asset, one.Quantity, one.Value, one.Counted(one.Quantity), one.Value / total))],
            [.. debts],
            margin.Limits is null ? null : CollateralLadder.Check(limits, held),
            hole,
            uses,
            left);
    }

    private static decimal? Price(MarginCase margin, Asset asset)
    {
        if (asset == margin.Rules.Reporting)
            return 1m;
        if (margin.Balances.FirstOrDefault(one => one.Asset == asset && one.Price is not null) is { Price: { } stated })
            return stated;
        return margin.Prices.TryGetValue(asset.Code, out decimal price) ? price : null;
    }
}
