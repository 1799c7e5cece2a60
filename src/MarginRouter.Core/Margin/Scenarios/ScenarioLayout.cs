using System.Numerics;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>The arrays of a prepared scenario book.</summary>
internal sealed record ScenarioLayout<T>
    where T : struct, INumber<T>
{
    /// <summary>Figures that hold for every underlying.</summary>
    public required ScenarioFigureSet<T> Figures { get; init; }

    /// <summary>What collateral bounds count.</summary>
    public required HaircutUnit HaircutUnit { get; init; }

    /// <summary>Rows of all collateral tables.</summary>
    public required HaircutRow<T>[] Haircuts { get; init; }

    /// <summary>Balances.</summary>
    public required HeldAsset<T>[] Assets { get; init; }

    /// <summary>Risk units.</summary>
    public required RiskUnit<T>[] Units { get; init; }

    /// <summary>Legs, those of one unit together.</summary>
    public required RiskLeg<T>[] Legs { get; init; }

    /// <summary>What the rules lack, by leg.</summary>
    public required LegNotes[] Notes { get; init; }

    /// <summary>What the legs add to equity: unrealised profit, and the value of options.</summary>
    public required T Worth { get; init; }

    /// <summary>Expiries of all units.</summary>
    public required ExpiryState<T>[] Expiries { get; init; }

    /// <summary>Quote currencies of all units.</summary>
    public required QuoteState<T>[] Quotes { get; init; }

    /// <summary>Profit of fills so far.</summary>
    public required T Fills { get; init; }
}
