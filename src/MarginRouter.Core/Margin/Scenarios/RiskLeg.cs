using System.Numerics;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>
/// One position of a prepared scenario book. All that scenarios ask of it is proportional to its quantity. In double it is as long as a
/// cache line, because a candidate fill waits for it before anything else.
/// </summary>
internal struct RiskLeg<T>
    where T : struct, INumber<T>
{
    /// <summary>Signed quantity that is held.</summary>
    public T Held;

    /// <summary>Mark in its own quote.</summary>
    public T Mark;

    /// <summary>One over the mark; inverse contracts only.</summary>
    public T PerMark;

    /// <summary>Reporting currency per unit of what it settles in.</summary>
    public T Rate;

    /// <summary>Change of value per unit of quantity and relative change of the underlying, in the reporting currency.</summary>
    public T Delta;

    /// <summary>Its profit per unit of quantity by lane; legs that gain alike share one column.</summary>
    public T[] Column;

    /// <summary>Its risk unit.</summary>
    public RiskUnit<T> Unit;

    /// <summary>Index of that column among those of its unit.</summary>
    public short Net;

    /// <summary>Index of its expiry among those of all units; -1 for spot.</summary>
    public short Expiry;

    /// <summary>Index of its quote currency among those that its unit tells apart; -1 where none is told apart.</summary>
    public short Quote;

    /// <summary>How it gains.</summary>
    public ScenarioLegKind Kind;

    /// <summary>True when the rules judge every quantity of it; else <see cref="LegNotes"/> say what they lack.</summary>
    public bool IsSound;

    /// <summary>True for linear and inverse contracts.</summary>
    public readonly bool IsContract => Kind is ScenarioLegKind.Linear or ScenarioLegKind.Inverse;

    /// <summary>Quantity of so many units: an inverse contract counts the coins that it is worth at the mark.</summary>
    public readonly T Quantity(T units) => Kind == ScenarioLegKind.Inverse ? units / Mark : units;

    /// <summary>Profit of a fill against the mark, in the reporting currency.</summary>
    public readonly T Gain(T units, T price) => Kind == ScenarioLegKind.Inverse
        ? units * ((T.One / price) - PerMark) * Rate
        : units * (Mark - price) * Rate;
}
