using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>What the open orders of one instrument add to an account beside the position, in the reporting currency.</summary>
internal struct OrderPiece<T>
    where T : struct, INumber<T>
{
    /// <summary>Initial margin of all buys.</summary>
    public T Buys;

    /// <summary>Initial margin of all sells.</summary>
    public T Sells;

    /// <summary>Loss that the orders would have at once; not negative.</summary>
    public T Loss;

    /// <summary>Opening fees that lower equity.</summary>
    public T OpeningFee;

    /// <summary>Maintenance margin.</summary>
    public T Maintenance;

    /// <summary>Closing fees beside the maintenance margin.</summary>
    public T Beside;

    /// <summary>True when initial margin is not known because of them.</summary>
    public bool InitialUnknown;

    /// <summary>What is missing.</summary>
    public MissNote Note;
}
