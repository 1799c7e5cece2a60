using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Search;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Profit of one position when its underlying moves: exact for spot and contracts, by revaluation for options.</summary>
internal static class LegShock
{
    /// <summary>Profit in the reporting currency.</summary>
    /// <param name="rule">The scenario figures.</param>
    /// <param name="leg">The position.</param>
    /// <param name="index">Price of the underlying in the reporting currency; positive.</param>
    /// <param name="move">Relative price move above -1.</param>
    /// <param name="volatility">-1 down, 0 same, 1 up.</param>
    public static decimal Profit(ScenarioRule rule, ScenarioLeg leg, decimal index, decimal move, int volatility) => leg.Kind switch
    {
        ScenarioLegKind.Spot or ScenarioLegKind.Linear => leg.Units * index * move,
        ScenarioLegKind.Inverse => Coins(leg) * index * InverseGain(move),
        ScenarioLegKind.Option => leg.Units * OptionGain(rule, leg, index, move, volatility),
    };

    /// <summary>Gain in coins per coin of an inverse contract's size: s / (1 + s).</summary>
    public static decimal InverseGain(decimal move) => move / (1m + move);

    /// <summary>Change of value per unit relative change of the underlying, in the reporting currency.</summary>
    public static decimal Delta(ScenarioLeg leg, decimal index) => leg.Kind switch
    {
        ScenarioLegKind.Spot or ScenarioLegKind.Linear => leg.Units * leg.Mark * leg.QuoteRate,
        ScenarioLegKind.Inverse => Coins(leg) * index,
        ScenarioLegKind.Option => leg.Units * index * leg.Option!.ForwardRatio * Black76.Delta(Terms(leg, index)),
    };

    /// <summary>Relative volatility move of an option in a scenario.</summary>
    public static decimal VolatilityMove(VolatilityShock? shock, decimal years, int direction)
    {
        if (shock is null || direction == 0 || years <= 0m)
            return 0m;
        decimal power = years * 365m < 30m ? shock.ShortPower : shock.LongPower;
        decimal size = (direction > 0 ? shock.Up : shock.Down) * VolatilityTerm.Factor(years, power);
        return direction > 0 ? size : -Math.Min(size, 1m);
    }

    /// <summary>What a position adds to equity: unrealised profit, or the value of an option; zero when it is flat.</summary>
    public static decimal Worth(ScenarioRule rule, ScenarioLeg leg, decimal? index)
    {
        if (leg.Units == 0m)
            return 0m;
        return leg.Kind switch
        {
            ScenarioLegKind.Option => leg.Units * leg.Mark * Rate(rule, leg, index),
            ScenarioLegKind.Inverse => leg.Units * ((1m / leg.Entry) - (1m / leg.Mark)) * Rate(rule, leg, index),
            ScenarioLegKind.Spot or ScenarioLegKind.Linear => leg.Units * (leg.Mark - leg.Entry) * leg.QuoteRate,
        };
    }

    /// <summary>Reporting currency per unit of what a position settles in; zero where that is an underlying without a price.</summary>
    public static decimal Rate(ScenarioRule rule, ScenarioLeg leg, decimal? index) => leg.Kind switch
    {
        ScenarioLegKind.Inverse => index ?? 0m,
        ScenarioLegKind.Option => rule.CoinOptions ? index ?? 0m : leg.QuoteRate,
        ScenarioLegKind.Spot or ScenarioLegKind.Linear => leg.QuoteRate,
    };

    /// <summary>Basis charge per unit of the net delta of an expiry; zero where the rules have none.</summary>
    /// <param name="figures">Least move and, for dated contracts, move per year.</param>
    /// <param name="years">Years to expiry; null for what does not expire.</param>
    public static decimal BasisMove(ImmutableArray<decimal>? figures, decimal? years)
    {
        if (figures is not { } found)
            return 0m;
        return years is { } left && found.Length > 1 ? Math.Max(found[0], found[1] * left) : found[0];
    }

    private static decimal Coins(ScenarioLeg leg) => leg.Units / leg.Mark;

    private static decimal OptionGain(ScenarioRule rule, ScenarioLeg leg, decimal index, decimal move, int volatility)
    {
        OptionTerms today = Terms(leg, index);
        decimal moved = index * (1m + move);
        OptionTerms shocked = today with
        {
            Forward = moved * leg.Option!.ForwardRatio,
            Volatility = today.Volatility * (1m + VolatilityMove(rule.Volatility, today.Years, volatility)),
        };
        return rule.CoinOptions
            ? index * ((Black76.Value(shocked) / moved) - (Black76.Value(today) / index))
            : Black76.Value(shocked) - Black76.Value(today);
    }

    private static OptionTerms Terms(ScenarioLeg leg, decimal index) =>
        new(leg.Option!.IsCall, index * leg.Option.ForwardRatio, leg.Option.Strike, leg.Years ?? 0m, leg.Option.Volatility, 0m);
}
