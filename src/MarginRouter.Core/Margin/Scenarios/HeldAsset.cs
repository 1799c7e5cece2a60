using System.Numerics;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>One balance of a prepared scenario book.</summary>
internal struct HeldAsset<T>
    where T : struct, INumber<T>
{
    /// <summary>What is held or, negative, owed.</summary>
    public T Quantity;

    /// <summary>Value of one unit in the reporting currency; zero when there is none.</summary>
    public T Value;

    /// <summary>Its collateral table.</summary>
    public RowRange Haircut;

    /// <summary>Maintenance margin per unit of value owed.</summary>
    public T Maintenance;

    /// <summary>Initial margin per unit of value owed.</summary>
    public T Initial;

    /// <summary>Index of the risk unit that it may hedge; -1 when it hedges none.</summary>
    public int Unit;

    /// <summary>True when the rules count a holding of it.</summary>
    public bool Listed;

    /// <summary>True when it has a value.</summary>
    public bool Valued;

    /// <summary>True when the rules say what a debt in it requires.</summary>
    public bool Lendable;

    /// <summary>True when the rules count it, or it is owed.</summary>
    public readonly bool Counts => Quantity < T.Zero || (Listed && Quantity > T.Zero);

    /// <summary>What the rules or prices lack for it.</summary>
    public readonly MissNote Note(int index)
    {
        MissNote note = default;
        if (Counts && !Valued)
            note.Miss(MissKind.Value, index);
        if (Quantity < T.Zero && !Lendable)
            note.Miss(MissKind.Borrowing, index);
        return note;
    }
}
