using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Search;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Holdings and prices that a scenario margin judges; immutable, so that a stressed book is another one.</summary>
internal sealed record ScenarioBook
{
    /// <summary>Positions, flat ones included, in the order of the case.</summary>
    public required ImmutableArray<ScenarioLeg> Legs { get; init; }

    /// <summary>Balances by asset; negative is owed.</summary>
    public required ImmutableSortedDictionary<string, decimal> Balances { get; init; }

    /// <summary>Asset prices in the reporting currency.</summary>
    public required ImmutableSortedDictionary<string, decimal> Prices { get; init; }

    /// <summary>Profit of hypothetical fills against the mark, less their fees.</summary>
    public decimal FillProfit { get; init; }

    /// <summary>Price of an underlying: its own where one is stated, else the mark of its first contract.</summary>
    public decimal? Index(string underlying)
    {
        if (Prices.TryGetValue(underlying, out decimal price))
            return price;
        foreach (ScenarioLeg leg in Legs)
        {
            if (leg.Underlying == underlying && leg.Kind != ScenarioLegKind.Option)
                return leg.Mark * leg.QuoteRate;
        }

        return null;
    }

    /// <summary>The book after one underlying has moved by a factor and all else has stayed; options are revalued at their volatility.</summary>
    public ScenarioBook Moved(ScenarioRule rule, string underlying, decimal factor)
    {
        decimal? index = Index(underlying);
        return this with
        {
            Legs = [.. Legs.Select(leg => leg.Underlying != underlying ? leg : leg with { Mark = MovedMark(rule, leg, index, factor) })],
            Prices = Prices.TryGetValue(underlying, out decimal price) ? Prices.SetItem(underlying, price * factor) : Prices,
        };
    }

    /// <summary>The book after the mark of one contract, and the price of its underlying with it, has moved by a factor.</summary>
    public ScenarioBook MovedMark(string instrument, decimal factor)
    {
        ScenarioLeg moved = Legs.Single(leg => leg.Instrument == instrument);
        return this with
        {
            Legs = Legs.Replace(moved, moved with { Mark = moved.Mark * factor }),
            Prices = Prices.TryGetValue(moved.Underlying, out decimal price) ? Prices.SetItem(moved.Underlying, price * factor) : Prices,
        };
    }

    private static decimal MovedMark(ScenarioRule rule, ScenarioLeg leg, decimal? index, decimal factor)
    {
        if (leg.Option is not { } option)
            return leg.Mark * factor;
        if (index is not { } now)
            return leg.Mark;
        decimal forward = now * option.ForwardRatio;
        OptionTerms terms = new(option.IsCall, forward, option.Strike, leg.Years ?? 0m, option.Volatility, 0m);
        decimal before = Black76.Value(terms);
        decimal after = Black76.Value(terms with { Forward = forward * factor });
        return Math.Max(0m, rule.CoinOptions ? leg.Mark + (after / (now * factor)) - (before / now) : leg.Mark + ((after - before) / leg.QuoteRate));
    }
}
