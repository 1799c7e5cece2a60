using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// An account in one fill state. Parts and limits stand in the same order in every state of the same instruments, so that states are
/// compared place by place.
/// </summary>
internal sealed class StateReading
{
    /// <summary>The first figure that is missing; null while everything is known.</summary>
    public Refusal? Missing { get; set; }

    /// <summary>The parts that are liquidated for themselves.</summary>
    public List<PartReading> Parts { get; } = [];

    /// <summary>All limits: maintenance utilisation of each part, then venue acceptance, leverage brackets and balances.</summary>
    public List<LimitReading> Limits { get; } = [];
}
