using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>A size that lies in a row of a table of the rules.</summary>
/// <param name="Subject">Instrument or asset.</param>
/// <param name="Cause">What crossing a bound is.</param>
/// <param name="Size">The size in the table's unit; not negative.</param>
/// <param name="Bounds">Upper bounds of the rows that have one, rising.</param>
/// <param name="Position">The position; null for a balance.</param>
/// <param name="Tiers">Its tiers; null for a collateral table.</param>
internal sealed record TableSize(
    string Subject, CliffCause Cause, decimal Size, ImmutableArray<decimal> Bounds, CasePosition? Position, TierTable? Tiers)
{
    private const string AnyLoan = "loan";
    private const string AnyAsset = "*";

    /// <summary>All sizes of a case that tables judge, in an order that does not depend on prices.</summary>
    public static ImmutableArray<TableSize> Of(MarginCase margin)
    {
        ImmutableArray<TableSize>.Builder sizes = ImmutableArray.CreateBuilder<TableSize>();
        MarginRuleSet rules = margin.Rules;
        foreach (CasePosition position in margin.Positions.Where(position => position.Option is null))
        {
            if (rules.FindTiers(position.Instrument) is { } tiers)
                sizes.Add(new TableSize(position.Instrument, Tier(rules), SizeOf(margin, position), BoundsOf(tiers), position, tiers));
        }

        foreach (Asset asset in margin.Balances.Select(balance => balance.Asset).Distinct())
        {
            decimal quantity = margin.Balances.Where(balance => balance.Asset == asset).Sum(balance => balance.Quantity);
            decimal price = Price(margin, asset);
            if (rules.Haircuts.TryGetValue(asset.Code, out HaircutTable? table) || rules.Haircuts.TryGetValue(AnyAsset, out table))
                sizes.Add(new TableSize(asset.Code, CliffCause.Haircut, Math.Max(0m, quantity * (rules.HaircutUnit == HaircutUnit.Coins ? 1m : price)), BoundsOf(table), null, null));
            if (rules.Book is { BorrowTiers: true } && (rules.FindTiers(asset.Code) ?? rules.FindTiers(AnyLoan)) is { } loan)
                sizes.Add(new TableSize(asset.Code, CliffCause.Tier, Math.Max(0m, -quantity * price), BoundsOf(loan), null, loan));
        }

        return sizes.ToImmutable();
    }

    /// <summary>Number of bounds below the size: the row it lies in.</summary>
    public int Row => Bounds.Count(bound => Size > bound);

    /// <summary>Signed contracts of a position after the case's fills.</summary>
    public static decimal Contracts(MarginCase margin, CasePosition position) => position.Quantity
        + margin.Fills.Where(fill => fill.Instrument == position.Instrument).Sum(fill => fill.Side.Sign() * fill.Quantity);

    private static CliffCause Tier(MarginRuleSet rules) =>
        rules.Book is { Application: TierApplication.WholePosition } ? CliffCause.WholePositionTier : CliffCause.Tier;

    private static decimal SizeOf(MarginCase margin, CasePosition position)
    {
        decimal contracts = Math.Abs(Contracts(margin, position));
        decimal price = margin.Rules.Book is { Basis: RequirementBasis.Entry } ? position.EntryPrice : position.Mark ?? position.EntryPrice;
        bool inverse = position.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture;
        return margin.Rules.TierUnit switch
        {
            TierUnit.Contracts => contracts,
            TierUnit.Notional => contracts * position.Multiplier * (inverse ? 1m : price),
            TierUnit.Coins => contracts * position.Multiplier / (inverse && price > 0m ? price : 1m),
        };
    }

    private static decimal Price(MarginCase margin, Asset asset) => asset == margin.Rules.Reporting
        ? 1m
        : margin.Balances.FirstOrDefault(balance => balance.Asset == asset && balance.Price is not null)?.Price
            ?? margin.Prices.GetValueOrDefault(asset.Code);

    private static ImmutableArray<decimal> BoundsOf(TierTable table) => [.. table.Tiers.Where(tier => tier.To is not null).Select(tier => tier.To!.Value)];

    private static ImmutableArray<decimal> BoundsOf(HaircutTable table) => [.. table.Tiers.Where(tier => tier.To is not null).Select(tier => tier.To!.Value)];
}
