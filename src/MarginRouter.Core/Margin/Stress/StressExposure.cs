using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Cases;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>What a desk depends on: the assets that the shocks of "each underlying" and of collateral are made for.</summary>
/// <param name="Underlyings">Codes of what positions follow, and of what is held or owed beside them.</param>
/// <param name="Collateral">Codes of what is held.</param>
public sealed record StressExposure(ImmutableSortedSet<string> Underlyings, ImmutableSortedSet<string> Collateral)
{
    /// <summary>The exposure of some margin cases together, flat positions and fills left out.</summary>
    public static StressExposure Of(IEnumerable<MarginCase> cases)
    {
        ImmutableSortedSet<string>.Builder underlyings = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        ImmutableSortedSet<string>.Builder collateral = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (MarginCase margin in cases)
        {
            underlyings.UnionWith(margin.Positions
                .Where(position => position.Quantity != 0m || margin.Fills.Any(fill => fill.Instrument == position.Instrument))
                .Select(position => position.Underlying.Code));
            Add(margin.Balances.Select(balance => (balance.Asset, balance.Quantity)), underlyings, collateral);
        }

        return new StressExposure(underlyings.ToImmutable(), collateral.ToImmutable());
    }

    /// <summary>The exposure of some live accounts together.</summary>
    public static StressExposure Of(ReferenceData reference, IEnumerable<MarginAccount> accounts)
    {
        ImmutableSortedSet<string>.Builder underlyings = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        ImmutableSortedSet<string>.Builder collateral = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        foreach (MarginAccount account in accounts)
        {
            foreach (PositionSnapshot position in account.Positions)
            {
                if (!position.Quantity.IsFlat)
                    underlyings.Add(reference[position.Instrument].Base.Code);
            }

            Add(account.Balances.Select(balance => (balance.Asset, balance.Quantity)), underlyings, collateral);
        }

        return new StressExposure(underlyings.ToImmutable(), collateral.ToImmutable());
    }

    private static void Add(
        IEnumerable<(Asset Asset, decimal Quantity)> balances,
        ImmutableSortedSet<string>.Builder underlyings,
        ImmutableSortedSet<string>.Builder collateral)
    {
        foreach ((Asset asset, decimal quantity) in balances)
        {
            if (quantity != 0m)
                underlyings.Add(asset.Code);
            if (quantity > 0m)
                collateral.Add(asset.Code);
        }
    }
}
