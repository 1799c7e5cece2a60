using System.Numerics;
using System.Runtime.CompilerServices;
using MarginRouter.Core.Margin.Kernel;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Sums over a scenario book, before they become figures.</summary>
internal struct ScenarioSums<T>
    where T : struct, INumber<T>
{
    /// <summary>Collateral, unrealised profit, option value and fills.</summary>
    public T Equity;

    /// <summary>Requirement of all risk units.</summary>
    public T Scanned;

    /// <summary>Maintenance margin of what is borrowed.</summary>
    public T Borrowed;

    /// <summary>Initial margin of what is borrowed.</summary>
    public T BorrowedInitial;

    /// <summary>Fee that the venue's ratio adds for closing borrowings.</summary>
    public T Closing;

    /// <summary>How many units and balances miss something.</summary>
    public int Missing;

    /// <summary>Turns the sums into figures.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Finish(ScenarioFigureSet<T> figures, out BookResult<T> result)
    {
        result.Equity = Equity;
        result.Available = Equity;
        T maintenance = (Scanned * figures.MaintenanceFactor) + Borrowed;
        result.Maintenance = maintenance;
        result.Initial = (Scanned * figures.InitialFactor) + BorrowedInitial;
        result.RatioRequirement = maintenance + Closing;
        result.RatioEquity = Equity;
        result.LiquidationRequirement = maintenance + Closing;
        result.InitialKnown = true;
        result.Note = default;
    }
}
