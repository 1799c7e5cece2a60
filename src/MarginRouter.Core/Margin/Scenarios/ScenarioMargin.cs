using System.Collections.Immutable;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Margin of a whole scenario book: the sum of its underlyings and of what is borrowed, against equity.</summary>
internal static class ScenarioMargin
{
    /// <summary>Evaluates a book; null with the refusal when a figure is missing.</summary>
    public static ScenarioFigures? Evaluate(MarginRuleSet rules, ScenarioBook book, out Refusal? refusal)
    {
        ScenarioRule rule = rules.Scenario!;
        ImmutableArray<MarginTerm>.Builder terms = ImmutableArray.CreateBuilder<MarginTerm>();
        decimal equity = Equity(rules, book, terms, out refusal);
        decimal scanned = 0m;
        WorstScenario? worst = null;
        foreach (string underlying in book.Legs.Where(leg => leg.Units != 0m).Select(leg => leg.Underlying).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            if (refusal is not null || ScenarioUnit.Evaluate(rules, book, underlying, out refusal) is not { } unit)
                return null;
            scanned += unit.Requirement;
            worst = worst is null || unit.Worst.Loss > worst.Loss ? unit.Worst : worst;
            decimal share = rule.GridIsMaintenance ? 1m : rule.OtherFactor;
            terms.AddRange(unit.Terms.Select(term => term with { Value = term.Value * share }));
        }

        decimal maintenance = rule.GridIsMaintenance ? scanned : scanned * rule.OtherFactor;
        decimal initial = rule.GridIsMaintenance ? scanned * rule.OtherFactor : scanned;
        decimal closing = 0m;
        foreach ((string asset, decimal quantity) in book.Balances.Where(balance => balance.Value < 0m))
        {
            if (rule.Borrowing?.Find(asset) is not { } rates)
                refusal ??= new Refusal(RefusalReason.TierMissing, $"borrowed {asset} in {rules.Name}");
            else if (refusal is null)
            {
                decimal owed = -quantity * book.Prices[asset];
                maintenance += owed * rates[0];
                initial += owed * rates[1];
                closing += owed * (1m + rates[0]) * rule.BorrowingFee;
                terms.Add(new MarginTerm($"borrowed {asset}", owed * rates[0]));
            }
        }

        return refusal is null ? new ScenarioFigures(equity, initial, maintenance, closing, worst, terms.ToImmutable()) : null;
    }

    private static decimal Equity(MarginRuleSet rules, ScenarioBook book, ImmutableArray<MarginTerm>.Builder terms, out Refusal? refusal)
    {
        refusal = null;
        decimal equity = 0m;
        foreach ((string asset, decimal quantity) in book.Balances)
        {
            bool listed = rules.Haircuts.TryGetValue(asset, out HaircutTable? table);
            if (quantity == 0m || (!listed && quantity > 0m))
                continue;
            if (!book.Prices.TryGetValue(asset, out decimal price))
            {
                refusal ??= new Refusal(RefusalReason.CurrencyMissing, $"{asset} in {rules.Reporting.Code}");
                continue;
            }

            Add($"wallet {asset}", CollateralRule.Counted(quantity, price, table, rules.HaircutUnit));
        }

        foreach (ScenarioLeg leg in book.Legs.Where(leg => leg.Units != 0m))
        {
            decimal index = book.Index(leg.Underlying) ?? 0m;
            if (leg.Option is not null)
                Add($"optionValue {leg.Instrument}", leg.Units * leg.Mark * (rules.Scenario!.CoinOptions ? index : leg.QuoteRate));
            else if (leg.Kind == ScenarioLegKind.Inverse)
                Add($"unrealisedProfit {leg.Instrument}", leg.Units * ((1m / leg.Entry) - (1m / leg.Mark)) * index);
            else
                Add($"unrealisedProfit {leg.Instrument}", leg.Units * (leg.Mark - leg.Entry) * leg.QuoteRate);
        }

        if (book.FillProfit != 0m)
            Add("fills", book.FillProfit);
        return equity;

        void Add(string name, decimal value)
        {
            equity += value;
            if (value != 0m)
                terms.Add(new MarginTerm(name, value));
        }
    }
}
