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
        ScenarioLegKind.Option => leg.Units * index * Black76.Delta(Terms(leg, index)),
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

    private static decimal Coins(ScenarioLeg leg) => leg.Units / leg.Mark;

    private static decimal OptionGain(ScenarioRule rule, ScenarioLeg leg, decimal index, decimal move, int volatility)
    {
        OptionTerms today = Terms(leg, index);
        decimal forward = index * (1m + move);
        OptionTerms shocked = today with
        {
            Forward = forward,
            Volatility = today.Volatility * (1m + VolatilityMove(rule.Volatility, today.Years, volatility)),
        };
        return rule.CoinOptions
            ? index * ((Black76.Value(shocked) / forward) - (Black76.Value(today) / index))
            : Black76.Value(shocked) - Black76.Value(today);
    }

    private static OptionTerms Terms(ScenarioLeg leg, decimal index) =>
        new(leg.Option!.IsCall, index, leg.Option.Strike, leg.Years ?? 0m, leg.Option.Volatility, 0m);
}
