using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>One asset of a prepared account: what is held and owed, its value and its tables.</summary>
internal struct AssetState<T>
    where T : struct, INumber<T>
{
    /// <summary>What is held; not negative.</summary>
    public T Held;

    /// <summary>What is owed; zero or negative.</summary>
    public T Owed;

    /// <summary>Profit of positions that settle in this asset, in its units; kept only where a model pools them.</summary>
    public T Pooled;

    /// <summary>Value of one unit in the reporting currency; zero when there is none.</summary>
    public T Value;

    /// <summary>True when there is a value.</summary>
    public bool Valued;

    /// <summary>True for the reporting currency.</summary>
    public bool Reporting;

    /// <summary>Its collateral table.</summary>
    public RowRange Haircut;

    /// <summary>True when the collateral table is not applied to equity.</summary>
    public bool FullMaintenance;

    /// <summary>True when it is not applied to what initial margin may use.</summary>
    public bool FullInitial;

    /// <summary>True when it is not applied to what further borrowing is granted by.</summary>
    public bool FullBorrow;

    /// <summary>Tier table of debts in it.</summary>
    public RowRange Borrowing;

    /// <summary>Held less owed.</summary>
    public readonly T Net => Held + Owed;

    /// <summary>Books an amount: what goes out is taken from what is held before it is owed; what comes in repays nothing by itself.</summary>
    public void Book(T change)
    {
        if (change >= T.Zero)
        {
            Held += change;
            return;
        }

        T taken = T.Min(Held, -change);
        Held -= taken;
        Owed += change + taken;
    }
}
