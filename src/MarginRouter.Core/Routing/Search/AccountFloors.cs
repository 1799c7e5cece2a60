using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Stress;

namespace MarginRouter.Core.Routing.Search;

/// <summary>The limits under other prices that an account must keep while an asset is traded.</summary>
internal static class AccountFloors
{
    /// <summary>The desk's stress floors, and either move of the traded asset that the account must survive.</summary>
    /// <param name="stress">The scenarios.</param>
    /// <param name="reference">Instruments.</param>
    /// <param name="policy">The desk's policy.</param>
    /// <param name="account">The account, whose statement there must be.</param>
    /// <param name="traded">The asset about to be traded and today's prices.</param>
    public static ImmutableArray<StressedPrices> Of(
        StressTable stress, ReferenceData reference, RoutePolicy policy, RouteAccount account, (Asset Asset, PriceVector Prices) traded)
    {
        ImmutableArray<StressedPrices> floors = stress.Prices(policy.StressFloors, reference, account.Account!, traded.Asset, traded.Prices);
        if (account.Subaccount.MinimumLiquidationDistance is not { } distance)
            return floors;
        decimal move = distance + (policy.MarkImpactBasisPoints / 10_000m);
        ImmutableArray<StressedPrices>.Builder all = ImmutableArray.CreateBuilder<StressedPrices>();
        if (!floors.IsDefault)
            all.AddRange(floors);
        foreach (decimal factor in (ReadOnlySpan<decimal>)[1m - Math.Min(move, 0.9999m), 1m + move])
            all.Add(new StressedPrices(AccountProbe.LiquidationMove, traded.Prices.Moved(reference, traded.Asset, factor), 1m, null));
        return all.ToImmutable();
    }
}
