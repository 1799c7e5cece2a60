using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders;

/// <summary>One immediate-or-cancel limit order sent to a venue for a parent: immutable terms and mutable state, owned by the engine.</summary>
public sealed class ChildOrder
{
    /// <summary>Makes a child in status <see cref="ChildStatus.Intended"/>.</summary>
    public ChildOrder(ChildOrderTerms terms) => Terms = terms;

    /// <summary>What was decided.</summary>
    public ChildOrderTerms Terms { get; }

    /// <summary>Where it stands.</summary>
    public ChildStatus Status { get; private set; } = ChildStatus.Intended;

    /// <summary>Filled so far, in instrument lots.</summary>
    public QuantityLots Filled { get; private set; }

    /// <summary>What may still fill: zero once the status is final.</summary>
    public QuantityLots Open => ChildTransitions.IsFinal(Status) ? QuantityLots.Zero : Terms.Quantity - Filled;

    /// <summary>The venue's own id, once known.</summary>
    public string? VenueOrderId { get; set; }

    /// <summary>Applies a signal; throws <see cref="InvalidOperationException"/> when the state machine forbids it.</summary>
    public void Apply(ChildSignal signal)
    {
        Status = ChildTransitions.Next(Status, signal)
            ?? throw new InvalidOperationException($"child {Terms.Id}: {signal} is illegal in {Status}");
    }

    /// <summary>Counts a fill; throws when more would be filled than ordered.</summary>
    public void Fill(QuantityLots quantity)
    {
        QuantityLots filled = Filled + quantity;
        if (filled > Terms.Quantity)
            throw new InvalidOperationException($"child {Terms.Id}: filled {filled.Value} of {Terms.Quantity.Value} lots");
        Filled = filled;
        Apply(filled == Terms.Quantity ? ChildSignal.FullyFilled : ChildSignal.PartlyFilled);
    }
}
