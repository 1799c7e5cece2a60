using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Figures of an account, in its reporting currency. They mean nothing while something is missing.</summary>
internal struct BookResult<T>
    where T : struct, INumber<T>
{
    /// <summary>What the venue counts as equity.</summary>
    public T Equity;

    /// <summary>Initial margin of positions, debts and orders: what the venue asks for before it accepts the state.</summary>
    public T Initial;

    /// <summary>Maintenance margin as the venue shows it.</summary>
    public T Maintenance;

    /// <summary>What the venue grants towards the initial margin.</summary>
    public T Available;

    /// <summary>Requirement of the venue's ratio: of the part nearest to liquidation, or of the whole account.</summary>
    public T RatioRequirement;

    /// <summary>Equity of the venue's ratio.</summary>
    public T RatioEquity;

    /// <summary>The requirement, rescaled so that liquidation is due when <see cref="RatioEquity"/> no longer exceeds it.</summary>
    public T LiquidationRequirement;

    /// <summary>True when initial margin is known.</summary>
    public bool InitialKnown;

    /// <summary>What is missing first.</summary>
    public MissNote Note;

    /// <summary>How far the requirement is above equity; negative while the account is safe (margin-models section 10.1).</summary>
    public readonly T Excess => LiquidationRequirement == T.Zero && RatioEquity >= T.Zero ? -T.One : LiquidationRequirement - RatioEquity;
}
