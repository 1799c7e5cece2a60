using System.Numerics;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Sums over the legs of a risk unit.</summary>
internal struct RiskTotals<T>
    where T : struct, INumber<T>
{
    /// <summary>Net delta in the reporting currency.</summary>
    public T Delta;

    /// <summary>Gross delta of its contracts.</summary>
    public T Gross;

    /// <summary>Basis charge of all expiries.</summary>
    public T Basis;

    /// <summary>How many legs the rules lack something for.</summary>
    public int Lacking;

    /// <summary>How many expiries hold options.</summary>
    public int OptionExpiries;
}
