using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>One account in one scenario, in the account's currency.</summary>
/// <param name="Account">The account.</param>
/// <param name="Scenario">The scenario.</param>
/// <param name="Figures">What the margin evaluation says; null with the refusal when its rules do not cover the state.</param>
/// <param name="Closing">What closing would cost; null with the refusal.</param>
/// <param name="Rate">Value of the account's currency in the desk's, in the scenario.</param>
/// <param name="Refusal">Why nothing is known; null when something is.</param>
public sealed record StressRow(
    string Account, string Scenario, MarginFigures? Figures, ClosingCost? Closing, decimal Rate, Refusal? Refusal)
{
    /// <summary>True when the account liquidates in the scenario.</summary>
    public bool IsLiquidated => Figures?.Margin is { } margin && margin.Utilisation is null or >= 1m;

    /// <summary>True when this state is worse than another: nearer to (or further beyond) liquidation. What is not known is not compared.</summary>
    public bool IsWorseThan(StressRow other)
    {
        MarginAssessment? mine = Figures?.Margin;
        MarginAssessment? others = other.Figures?.Margin;
        if (mine is null || others is null)
            return others is null && mine is not null;
        return (mine.Utilisation, others.Utilisation) switch
        {
            ({ } one, { } two) => one > two,
            (null, null) => mine.Equity < others.Equity,
            (null, _) => true,
            _ => false,
        };
    }
}
