using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Margin.Search;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>A margin case in another state of the market: the same holdings and rules under other prices.</summary>
public static class StressedCase
{
    /// <summary>
    /// The case in a scenario; null with the refusal when a price that would move is not known. Options are revalued at their moved
    /// volatility, keeping what their mark lies above or below the model today. Funding is taken from the wallet in the coin that the
    /// contract settles in, or in the reporting currency where that coin has no price.
    /// </summary>
    public static MarginCase? Of(StressScenario scenario, MarginCase today, out Refusal? refusal) =>
        Of(scenario, today, ImmutableSortedDictionary<string, decimal>.Empty, out refusal);

    /// <summary>The account's case in a scenario; a funding spike comes on top of its funding of today.</summary>
    public static MarginCase? Of(StressScenario scenario, StressAccount account, out Refusal? refusal) =>
        Of(scenario, account.Case, account.Funding, out refusal);

    private static MarginCase? Of(
        StressScenario scenario, MarginCase today, ImmutableSortedDictionary<string, decimal> rates, out Refusal? refusal)
    {
        refusal = null;
        if (today.Positions.FirstOrDefault(position => position.Mark is null) is { } unmarked)
        {
            refusal = new Refusal(RefusalReason.PriceMissing, $"mark of {unmarked.Instrument}");
            return null;
        }

        Asset reporting = today.Rules.Reporting;
        decimal unit = scenario.Factor(reporting);
        ImmutableSortedDictionary<string, decimal> values = Values(today);
        if (today.Positions.FirstOrDefault(position => position.Option is not null && !values.ContainsKey(position.Underlying.Code)) is { } option)
        {
            refusal = new Refusal(RefusalReason.PriceMissing, $"price of {option.Underlying.Code}");
            return null;
        }

        MarginCase moved = today with
        {
            Prices = values.ToImmutableSortedDictionary(
                value => value.Key, value => value.Value * scenario.Factor(new Asset(value.Key)) / unit, StringComparer.Ordinal),
            Balances =
            [
                .. today.Balances.Select(balance => balance with
                {
                    Price = balance.Asset == reporting ? null : balance.Price * scenario.Factor(balance.Asset) / unit,
                }),
            ],
            Positions = [.. today.Positions.Select(position => Moved(scenario, today, position, values))],
        };
        return scenario.Funding is { } funding ? Funded(moved, funding, rates) : moved;
    }

    /// <summary>
    /// Asset prices with those of underlyings for which only a mark is stated, so that contracts can part from their underlying. The
    /// reporting currency is left out: it is one by definition.
    /// </summary>
    private static ImmutableSortedDictionary<string, decimal> Values(MarginCase today)
    {
        var values = today.Prices.ToBuilder();
        foreach (CaseBalance balance in today.Balances)
        {
            if (balance.Price is { } price)
                values[balance.Asset.Code] = price;
        }

        foreach (CasePosition position in today.Positions.Where(position => position.Option is null))
        {
            Asset quote = Quote(today, position);
            decimal? rate = quote == today.Rules.Reporting ? 1m : values.TryGetValue(quote.Code, out decimal value) ? value : null;
            if (!values.ContainsKey(position.Underlying.Code) && (rate ?? (IsInverse(position) ? 1m : null)) is { } known)
                values[position.Underlying.Code] = position.Mark!.Value * known;
        }

        values.Remove(today.Rules.Reporting.Code);
        return values.ToImmutable();
    }

    private static CasePosition Moved(
        StressScenario scenario, MarginCase today, CasePosition position, ImmutableSortedDictionary<string, decimal> values)
    {
        decimal mark = position.Mark!.Value;
        if (position.Option is not { } option)
            return position with { Mark = mark * scenario.MarkFactor(Kind(position), position.Underlying, Quote(today, position)) };
        bool inCoin = today.Rules.Scenario is { CoinOptions: true };
        decimal before = values[position.Underlying.Code];
        decimal after = before * scenario.Factor(position.Underlying) / scenario.Factor(today.Rules.Reporting);
        ScenarioTerms terms = new(option, position.Years ?? 0m);
        decimal volatility = option.Volatility * (1m + scenario.VolatilityMove);
        decimal change = (terms.Value(after, volatility) / (inCoin ? after : 1m)) - (terms.Value(before, option.Volatility) / (inCoin ? before : 1m));
        return position with { Mark = Math.Max(0m, mark + change), Option = option with { Volatility = volatility } };
    }

    private static MarginCase Funded(MarginCase moved, FundingSpike spike, ImmutableSortedDictionary<string, decimal> rates)
    {
        foreach (CasePosition position in moved.Positions.Where(position => position.Option is null && position.Years is null && position.Kind != InstrumentKind.Spot))
        {
            bool inverse = IsInverse(position);
            decimal mark = position.Mark!.Value;
            decimal notional = position.Quantity * position.Multiplier * (inverse ? 1m / mark : mark);
            Asset settlement = inverse ? position.Underlying : Quote(moved, position);
            decimal cost = (spike with { Rate = spike.Rate + rates.GetValueOrDefault(position.Instrument) }).Cost(notional);
            bool priced = inverse || settlement == moved.Rules.Reporting || moved.Prices.ContainsKey(settlement.Code);
            moved = Paid(moved, priced ? settlement : moved.Rules.Reporting, cost);
        }

        return moved;
    }

    /// <summary>Takes an amount from what is held before it is owed; an income is added to what is held.</summary>
    private static MarginCase Paid(MarginCase margin, Asset asset, decimal cost)
    {
        ImmutableArray<CaseBalance> balances = margin.Balances;
        for (int i = 0; i < balances.Length && cost != 0m; i++)
        {
            if (balances[i].Asset != asset || balances[i].Quantity <= 0m)
                continue;
            decimal taken = Math.Min(balances[i].Quantity, cost);
            balances = balances.SetItem(i, balances[i] with { Quantity = balances[i].Quantity - taken });
            cost -= taken;
        }

        return margin with { Balances = cost == 0m ? balances : balances.Add(new CaseBalance(asset, -cost, null)) };
    }

    private static bool IsInverse(CasePosition position) => position.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture;

    /// <summary>The kind with its expiry: a case says "linear" or "inverse" and states an expiry for what is dated.</summary>
    private static InstrumentKind Kind(CasePosition position) => (position.Kind, position.Years) switch
    {
        (InstrumentKind.LinearPerpetual, not null) => InstrumentKind.LinearFuture,
        (InstrumentKind.InversePerpetual, not null) => InstrumentKind.InverseFuture,
        _ => position.Kind,
    };

    private static Asset Quote(MarginCase margin, CasePosition position) =>
        BookBuilder.Quote(position) ?? margin.Rules.Reporting;

    private readonly record struct ScenarioTerms(ScenarioOption Option, decimal Years)
    {
        public decimal Value(decimal index, decimal volatility) =>
            Black76.Value(new OptionTerms(Option.IsCall, index * Option.ForwardRatio, Option.Strike, Years, volatility, 0m));
    }
}
