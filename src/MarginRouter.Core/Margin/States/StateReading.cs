using System.Numerics;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// An account in one fill state. Parts and limits stand in the same order in every state of the same instruments, so that states are
/// compared place by place. Kept and filled again from state to state.
/// </summary>
internal sealed class StateReading<T>
    where T : struct, INumber<T>
{
    /// <summary>True when a figure is missing; parts and limits mean nothing then.</summary>
    public bool Lacks { get; private set; }

    /// <summary>The first figure that is missing; null while everything is known, and in the search form, which names nothing.</summary>
    public Refusal? Missing { get; private set; }

    /// <summary>The parts that are liquidated for themselves.</summary>
    public List<PartReading<T>> Parts { get; } = [];

    /// <summary>All limits: maintenance utilisation of each part, then venue acceptance, leverage brackets and balances.</summary>
    public List<LimitReading<T>> Limits { get; } = [];

    /// <summary>Forgets the last state.</summary>
    public void Clear()
    {
        Lacks = false;
        Missing = null;
        Parts.Clear();
        Limits.Clear();
    }

    /// <summary>Notes that a figure is missing; the first note stays.</summary>
    public void Lack(Refusal? missing)
    {
        Lacks = true;
        Missing ??= missing;
    }
}
