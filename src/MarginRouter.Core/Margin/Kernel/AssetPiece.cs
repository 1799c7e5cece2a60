using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>What one asset adds to its account, in the reporting currency.</summary>
internal struct AssetPiece<T>
    where T : struct, INumber<T>
{
    /// <summary>What counts of it as equity.</summary>
    public T Equity;

    /// <summary>Maintenance margin of what is owed.</summary>
    public T Borrowing;

    /// <summary>Initial margin of what is owed.</summary>
    public T Initial;

    /// <summary>What may be used for initial margin and is not in equity.</summary>
    public T Available;

    /// <summary>What it adds to the coin in which losses are borrowed (<see cref="CollateralLtv{T}"/>).</summary>
    public T Coin;

    /// <summary>True when initial margin is not known because of it.</summary>
    public bool InitialUnknown;

    /// <summary>What is missing.</summary>
    public MissNote Note;
}
