using System.Numerics;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>One position of a prepared scenario book. All that scenarios ask of it is proportional to its quantity.</summary>
internal struct RiskLeg<T>
    where T : struct, INumber<T>
{
    /// <summary>What it adds to equity: unrealised profit, or the value of an option.</summary>
    public T Worth;

    /// <summary>Mark in its own quote.</summary>
    public T Mark;

    /// <summary>One over the mark; inverse contracts only.</summary>
    public T PerMark;

    /// <summary>Reporting currency per unit of what it settles in.</summary>
    public T Rate;

    /// <summary>Change of value per unit of quantity and relative change of the underlying, in the reporting currency.</summary>
    public T Delta;

    /// <summary>Index of its risk unit.</summary>
    public int Unit;

    /// <summary>Index of its expiry among those of all units; -1 for spot.</summary>
    public int Expiry;

    /// <summary>Index of its quote currency among those that its unit tells apart; -1 where none is told apart.</summary>
    public int Quote;

    /// <summary>How it gains.</summary>
    public ScenarioLegKind Kind;

    /// <summary>What the rules lack for holding it.</summary>
    public MissNote Held;

    /// <summary>What they lack for holding it short.</summary>
    public MissNote Sold;

    /// <summary>True for linear and inverse contracts.</summary>
    public readonly bool IsContract => Kind is ScenarioLegKind.Linear or ScenarioLegKind.Inverse;

    /// <summary>True when a quantity of it is more than the rules can judge.</summary>
    public readonly bool Lacks(T quantity) => quantity != T.Zero && (Held.Missing || (Sold.Missing && quantity < T.Zero));

    /// <summary>What an evaluation notes for a quantity of it.</summary>
    public readonly MissNote Note(T quantity) => quantity == T.Zero ? default : Held.Missing || quantity > T.Zero ? Held : Sold;

    /// <summary>Quantity of so many units: an inverse contract counts the coins that it is worth at the mark.</summary>
    public readonly T Quantity(T units) => Kind == ScenarioLegKind.Inverse ? units / Mark : units;

    /// <summary>Profit of a fill against the mark, in the reporting currency.</summary>
    public readonly T Gain(T units, T price) => Kind == ScenarioLegKind.Inverse
        ? units * ((T.One / price) - PerMark) * Rate
        : units * (Mark - price) * Rate;
}
