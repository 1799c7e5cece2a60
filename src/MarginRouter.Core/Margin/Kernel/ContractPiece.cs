using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>What one contract position adds to its account, in the reporting currency; all zero when it is flat.</summary>
internal struct ContractPiece<T>
    where T : struct, INumber<T>
{
    /// <summary>Unrealised profit in the settlement coin.</summary>
    public T Coins;

    /// <summary>Unrealised profit.</summary>
    public T Profit;

    /// <summary>Initial margin; zero where the leverage is unknown.</summary>
    public T Initial;

    /// <summary>Maintenance margin as the venue shows it.</summary>
    public T Maintenance;

    /// <summary>Closing fee that the venue's ratio counts beside it.</summary>
    public T Beside;

    /// <summary>Margin put aside for it alone; isolated accounts only.</summary>
    public T Aside;

    /// <summary>True when its initial margin is not known.</summary>
    public bool InitialUnknown;

    /// <summary>True when it is long.</summary>
    public bool IsLong;

    /// <summary>What is missing.</summary>
    public MissNote Note;
}
