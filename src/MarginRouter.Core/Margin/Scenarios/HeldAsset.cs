using System.Numerics;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>One balance of a prepared scenario book.</summary>
internal struct HeldAsset<T>
    where T : struct, INumber<T>
{
    /// <summary>What is held or, negative, owed.</summary>
    public T Quantity;

    /// <summary>Value of one unit in the reporting currency.</summary>
    public T Value;

    /// <summary>True when the rules count it, or it is owed.</summary>
    public bool Counts;

    /// <summary>Its collateral table.</summary>
    public RowRange Haircut;

    /// <summary>Maintenance margin per unit of value owed.</summary>
    public T Maintenance;

    /// <summary>Initial margin per unit of value owed.</summary>
    public T Initial;

    /// <summary>What the rules or prices lack for it.</summary>
    public MissNote Note;
}
