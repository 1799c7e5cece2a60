using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>What closing all positions of an account would cost against their marks, fees left out.</summary>
/// <param name="Cost">In the account's currency; null when it cannot be known.</param>
/// <param name="Beyond">Largest share of a position that lay beyond its supplied book.</param>
/// <param name="Refusal">Why the cost is null.</param>
public sealed record ClosingCost(decimal? Cost, decimal Beyond, Refusal? Refusal)
{
    /// <summary>The cost by supplied books and, where there is none, by a depth model. Options are closed on supplied books only.</summary>
    /// <param name="account">The account as it is today, for its books.</param>
    /// <param name="stressed">Its case in the scenario.</param>
    /// <param name="shock">What is left of the books; null for all of it.</param>
    /// <param name="model">Stands in for books that are not supplied; null when nothing does.</param>
    /// <param name="rate">Money, in which the model is stated, per unit of the account's currency.</param>
    public static ClosingCost Of(StressAccount account, MarginCase stressed, LiquidityShock? shock, DepthModel? model, decimal rate)
    {
        decimal cost = 0m;
        decimal beyond = 0m;
        foreach (CasePosition position in stressed.Positions)
        {
            decimal contracts = position.Quantity
                + stressed.Fills.Where(fill => fill.Instrument == position.Instrument).Sum(fill => fill.Side.Sign() * fill.Quantity);
            if (contracts == 0m)
                continue;
            if (Value(account, stressed, position, Math.Abs(contracts)) is not { } value)
                return new ClosingCost(null, beyond, new Refusal(RefusalReason.CurrencyMissing, $"value of {position.Instrument}"));
            decimal? share;
            if (account.Books.TryGetValue(position.Instrument, out ClosingBook? book))
            {
                (share, decimal outside) = book.Cost(contracts > 0m, Math.Abs(contracts), shock);
                beyond = Math.Max(beyond, outside);
            }
            else
            {
                share = position.Option is null ? Share(model, position.Underlying.Code, contracts > 0m, value * rate, shock) : null;
            }

            if (share is null)
                return new ClosingCost(null, beyond, new Refusal(RefusalReason.PriceMissing, $"depth of {position.Instrument}"));
            cost += value * share.Value;
        }

        return new ClosingCost(cost, beyond, null);
    }

    private static decimal? Share(DepthModel? model, string underlying, bool sells, decimal value, LiquidityShock? shock)
    {
        if (model?.Of(underlying) is not { } depth)
            return null;
        decimal half = Math.Max(model.Spread, shock?.Spread ?? 0m) / 2m;
        return ClosingBook.Stretch(sells, half, value * model.Within / (depth * (shock?.Depth ?? 1m)));
    }

    /// <summary>Value of contracts at their mark in the account's currency; null when a conversion is missing.</summary>
    private static decimal? Value(StressAccount account, MarginCase stressed, CasePosition position, decimal contracts)
    {
        decimal units = contracts * position.Multiplier;
        decimal mark = position.Mark!.Value;
        bool inCoin = position.Option is not null && stressed.Rules.Scenario is { CoinOptions: true };
        if (position.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture)
            return units / mark * Price(account, stressed, position.Underlying);
        return units * mark * Price(
            account, stressed, inCoin ? position.Underlying : BookBuilder.Quote(position) ?? stressed.Rules.Reporting);
    }

    private static decimal? Price(StressAccount account, MarginCase stressed, Asset asset)
    {
        if (asset == account.Currency || asset == stressed.Rules.Reporting)
            return 1m;
        return stressed.Balances.FirstOrDefault(balance => balance.Asset == asset && balance.Price is not null)?.Price
            ?? (stressed.Prices.TryGetValue(asset.Code, out decimal price) ? price

                // Models other than books take a quote without a price for the reporting currency.
                : stressed.Rules.Book is null ? 1m : null);
    }
}
