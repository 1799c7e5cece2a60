using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Stress.History;

/// <summary>What an account is worth to its owner: balances, profit of positions and options at full value, without haircuts.</summary>
internal static class CaseValue
{
    /// <summary>The worth in the rule set's reporting currency; null with the refusal when a price is missing.</summary>
    public static decimal? Of(MarginCase margin, out Refusal? refusal)
    {
        refusal = null;
        decimal worth = 0m;
        foreach (CaseBalance balance in margin.Balances)
            worth += balance.Quantity * Price(margin, balance.Asset, balance.Price, ref refusal);
        foreach (CasePosition position in margin.Positions)
        {
            worth += Profit(margin, position, position.Quantity, position.EntryPrice, ref refusal);
            foreach (CaseOrder fill in margin.Fills.Where(fill => fill.Instrument == position.Instrument))
                worth += Filled(margin, position, fill, ref refusal);
        }

        return refusal is null ? worth : null;
    }

    private static decimal Filled(MarginCase margin, CasePosition position, CaseOrder fill, ref Refusal? refusal)
    {
        decimal contracts = fill.Side.Sign() * fill.Quantity;
        decimal paid = position.Option is null ? 0m : contracts * position.Multiplier * fill.Price * Unit(margin, position, ref refusal);
        return Profit(margin, position, contracts, fill.Price, ref refusal) - paid - fill.Fee;
    }

    private static decimal Profit(MarginCase margin, CasePosition position, decimal contracts, decimal from, ref Refusal? refusal)
    {
        if (contracts == 0m)
            return 0m;
        decimal units = contracts * position.Multiplier;
        decimal mark = position.Mark ?? from;
        bool inverse = position.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture;
        decimal amount = inverse ? (units / from) - (units / mark) : units * (position.Option is null ? mark - from : mark);
        return amount * Unit(margin, position, ref refusal);
    }

    /// <summary>Price of the coin in which a position's profit is counted.</summary>
    private static decimal Unit(MarginCase margin, CasePosition position, ref Refusal? refusal)
    {
        bool inCoin = position.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture
            || (position.Option is not null && margin.Rules.Scenario is { CoinOptions: true });
        return Price(
            margin, inCoin ? position.Underlying : BookBuilder.Quote(position) ?? margin.Rules.Reporting, null, ref refusal);
    }

    private static decimal Price(MarginCase margin, Asset asset, decimal? stated, ref Refusal? refusal)
    {
        if (asset == margin.Rules.Reporting)
            return 1m;
        if (stated is { } own)
            return own;
        if (margin.Prices.TryGetValue(asset.Code, out decimal price))
            return price;
        if (margin.Balances.FirstOrDefault(balance => balance.Asset == asset && balance.Price is not null) is { } balance)
            return balance.Price!.Value;
        refusal ??= new Refusal(RefusalReason.CurrencyMissing, $"{asset.Code} in {margin.Rules.Reporting.Code}");
        return 0m;
    }
}
