using System.Numerics;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>
/// What one risk unit comes to: sums over its legs, and its requirement, max(scan + basis + contract charge + mismatch, minimum charge),
/// before the other margin's factor. What a candidate fill reads of it stands first.
/// </summary>
internal struct RiskPiece<T>
    where T : struct, INumber<T>
{
    /// <summary>Sums over its legs.</summary>
    public RiskTotals<T> Totals;

    /// <summary>The requirement: what the addends come to, at least the minimum charge.</summary>
    public T Requirement;

    /// <summary>What is missing.</summary>
    public MissNote Note;

    /// <summary>Largest loss over the scenarios, extreme ones in part; not negative.</summary>
    public T Scan;

    /// <summary>Charge on gross contract value.</summary>
    public T Charge;

    /// <summary>Charge on hedges across stable currencies.</summary>
    public T Mismatch;

    /// <summary>Minimum charge.</summary>
    public T Minimum;
}
