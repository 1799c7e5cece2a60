using System.Numerics;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>What one risk unit requires: max(scan + basis + contract charge + mismatch, minimum charge), before the other margin's factor.</summary>
internal struct RiskPiece<T>
    where T : struct, INumber<T>
{
    /// <summary>Largest loss over the scenarios, extreme ones in part; not negative.</summary>
    public T Scan;

    /// <summary>Charge on the basis between expiries.</summary>
    public T Basis;

    /// <summary>Charge on gross contract value.</summary>
    public T Charge;

    /// <summary>Charge on hedges across stable currencies.</summary>
    public T Mismatch;

    /// <summary>Minimum charge.</summary>
    public T Minimum;

    /// <summary>What is missing.</summary>
    public MissNote Note;

    /// <summary>The requirement: what the addends come to, at least the minimum charge.</summary>
    public T Requirement;
}
