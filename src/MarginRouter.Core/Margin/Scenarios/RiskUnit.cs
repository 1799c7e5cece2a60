using System.Numerics;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>All positions on one underlying, and the figures of the rules for it.</summary>
internal struct RiskUnit<T>
    where T : struct, INumber<T>
{
    /// <summary>Its legs, which stand together.</summary>
    public RowRange Legs;

    /// <summary>Its expiries among those of all units.</summary>
    public RowRange Expiries;

    /// <summary>Its quote currencies among those of all units.</summary>
    public RowRange Quotes;

    /// <summary>Where its profits by scenario stand; ordinary scenarios first, then extreme ones.</summary>
    public RowRange Lanes;

    /// <summary>How many of the lanes are ordinary scenarios, filled up to whole blocks.</summary>
    public int Ordinary;

    /// <summary>Where the columns of its legs begin; there is one for each net quantity.</summary>
    public int Columns;

    /// <summary>Net quantities of its columns among those of all units.</summary>
    public RowRange Nets;

    /// <summary>Where the column of one unit of the underlying itself begins; -1 where balances do not hedge.</summary>
    public int HedgeColumn;

    /// <summary>Price of the underlying in the reporting currency.</summary>
    public T Index;

    /// <summary>Balance that may hedge; zero where none may.</summary>
    public T Balance;

    /// <summary>Charge per unit of gross contract value.</summary>
    public T ContractCharge;

    /// <summary>Raw minimum charge per unit of gross contract value; zero where there is none.</summary>
    public T MinimumCharge;

    /// <summary>Delta beyond which the rules do not reach; meaningful when <see cref="DeltaBounded"/>.</summary>
    public T LargestDelta;

    /// <summary>Extreme loss beyond which the rules do not reach; meaningful when <see cref="Dampened"/>.</summary>
    public T LargestExtreme;

    /// <summary>True when the delta is bounded.</summary>
    public bool DeltaBounded;

    /// <summary>True when extreme losses count nothing up to a bound.</summary>
    public bool Dampened;
}
