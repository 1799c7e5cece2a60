using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Requirement of one underlying: max(worst loss + basis + contract charge + mismatch, minimum charge).</summary>
internal static class ScenarioUnit
{
    /// <summary>The requirement; null with the refusal when the rules lack a figure that the positions need.</summary>
    public static UnitRequirement? Evaluate(MarginRuleSet rules, ScenarioBook book, string underlying, out Refusal? refusal)
    {
        ScenarioRule rule = rules.Scenario!;
        ImmutableArray<ScenarioLeg> held = [.. book.Legs.Where(leg => leg.Underlying == underlying && leg.Units != 0m)];
        decimal? index = book.Index(underlying);
        refusal = index is null
            ? new Refusal(RefusalReason.PriceMissing, $"price of {underlying}")
            : ScenarioGaps.Missing(rules, held, underlying, index.Value);
        if (refusal is not null)
            return null;
        decimal price = index!.Value;
        ImmutableArray<ScenarioLeg> scanned = WithHedge(rule, book, underlying, held, price);
        WorstScenario worst = ScenarioScan.Worst(rule, underlying, price, scanned);
        refusal = ScenarioGaps.Beyond(rules, scanned, underlying, price);
        decimal contracts = held.Where(leg => leg.Kind is ScenarioLegKind.Linear or ScenarioLegKind.Inverse).Sum(leg => Math.Abs(LegShock.Delta(leg, price)));
        decimal basis = Basis(rules, held, underlying, price, ref refusal);
        decimal charge = contracts * (rule.ContractCharge?.Find(underlying)?[0] ?? 0m);
        decimal mismatch = Mismatch(rules, book, held, price, ref refusal);
        decimal minimum = Minimum(rules, contracts, underlying, ref refusal);
        if (refusal is not null)
            return null;
        decimal added = worst.Loss + basis + charge + mismatch;
        ImmutableArray<MarginTerm>.Builder terms = ImmutableArray.CreateBuilder<MarginTerm>();
        Add(terms, $"scan {underlying}", worst.Loss);
        Add(terms, $"basis {underlying}", basis);
        Add(terms, $"contractCharge {underlying}", charge);
        Add(terms, $"stableMismatch {underlying}", mismatch);
        Add(terms, $"minimumCharge {underlying}", Math.Max(0m, minimum - added));
        return new UnitRequirement(worst, Math.Max(added, minimum), terms.ToImmutable());
    }

    private static void Add(ImmutableArray<MarginTerm>.Builder terms, string name, decimal value)
    {
        if (value != 0m)
            terms.Add(new MarginTerm(name, value));
    }

    /// <summary>Positions and the part of a balance that hedges them: up to their delta, never more.</summary>
    private static ImmutableArray<ScenarioLeg> WithHedge(
        ScenarioRule rule, ScenarioBook book, string underlying, ImmutableArray<ScenarioLeg> held, decimal price)
    {
        if (!rule.CollateralHedges || !book.Balances.TryGetValue(underlying, out decimal balance))
            return held;
        decimal needed = -held.Sum(leg => LegShock.Delta(leg, price)) / price;
        decimal used = needed > 0m ? Math.Clamp(balance, 0m, needed) : Math.Clamp(balance, needed, 0m);
        return used == 0m
            ? held
            : held.Add(new ScenarioLeg
            {
                Instrument = underlying,
                Underlying = underlying,
                Kind = ScenarioLegKind.Spot,
                Units = used,
                Entry = price,
                Mark = price,
                Quote = string.Empty,
                QuoteRate = 1m,
            });
    }

    private static decimal Basis(MarginRuleSet rules, ImmutableArray<ScenarioLeg> held, string underlying, decimal price, ref Refusal? refusal)
    {
        if (rules.Scenario!.Basis is not { } table)
            return 0m;
        decimal basis = 0m;
        foreach (var expiry in held.Where(leg => leg.Kind != ScenarioLegKind.Spot).GroupBy(leg => leg.Years))
        {
            if (table.Find(underlying) is not { } figures)
            {
                refusal ??= new Refusal(RefusalReason.TierMissing, $"basis of {underlying} in {rules.Name}");
                return 0m;
            }

            if (expiry.Key is not null && figures.Length < 2)
                refusal ??= new Refusal(RefusalReason.TierMissing, $"basis of {expiry.First().Instrument} in {rules.Name}");
            decimal move = expiry.Key is { } years && figures.Length > 1 ? Math.Max(figures[0], figures[1] * years) : figures[0];
            basis += Math.Abs(expiry.Sum(leg => LegShock.Delta(leg, price))) * move;
        }

        return basis;
    }

    private static decimal Minimum(MarginRuleSet rules, decimal contracts, string underlying, ref Refusal? refusal)
    {
        ScenarioRule rule = rules.Scenario!;
        if (rule.MinimumCharge is not { } table || contracts == 0m)
            return 0m;
        if (table.Find(underlying) is not { } figures)
        {
            refusal ??= new Refusal(RefusalReason.TierMissing, $"minimum charge of {underlying} in {rules.Name}");
            return 0m;
        }

        decimal raw = contracts * figures[0];
        decimal? charged = rule.MinimumMultipliers is { } multipliers ? multipliers.Charge(raw) : raw;
        if (charged is null)
            refusal ??= new Refusal(RefusalReason.TierMissing, $"minimum charge of {underlying} in {rules.Name}", raw, 0m);
        return charged ?? 0m;
    }

    private static decimal Mismatch(MarginRuleSet rules, ScenarioBook book, ImmutableArray<ScenarioLeg> held, decimal price, ref Refusal? refusal)
    {
        if (rules.Scenario!.Mismatch is not { } rule)
            return 0m;
        decimal longs = 0m;
        decimal shorts = 0m;
        decimal least = 1m;
        foreach (var quote in held.Where(leg => rule.Quotes.Contains(leg.Quote)).GroupBy(leg => leg.Quote, StringComparer.Ordinal))
        {
            decimal delta = quote.Sum(leg => LegShock.Delta(leg, price));
            longs += Math.Max(delta, 0m);
            shorts += Math.Max(-delta, 0m);
            least = Math.Min(least, book.Prices.TryGetValue(quote.Key, out decimal value) ? value : 1m);
        }

        decimal hedged = Math.Min(longs, shorts);
        if (hedged == 0m)
            return 0m;
        decimal? charge = least < rule.LeastPrice ? null : rule.Charges.Charge(hedged);
        if (charge is null)
            refusal ??= new Refusal(RefusalReason.TierMissing, $"stable mismatch of {held[0].Underlying} in {rules.Name}", hedged, least);
        return charge ?? 0m;
    }
}
