using System.Numerics;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Contracts and options of one expiry within a risk unit.</summary>
internal struct ExpiryState<T>
    where T : struct, INumber<T>
{
    /// <summary>Basis charge per unit of its net delta.</summary>
    public T Move;

    /// <summary>Net delta in the reporting currency.</summary>
    public T Delta;

    /// <summary>How many options of it are held.</summary>
    public int Options;
}
