using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders;

/// <summary>One immediate-or-cancel limit order sent to a venue for a parent: immutable terms and mutable state, owned by the engine.</summary>
public sealed class ChildOrder
{
    /// <summary>Makes a child in status <see cref="ChildStatus.PendingNew"/>.</summary>
    public ChildOrder(ChildOrderTerms terms) => Terms = terms;

    /// <summary>What was decided.</summary>
    public ChildOrderTerms Terms { get; }

    /// <summary>Where it stands.</summary>
    public ChildStatus Status { get; private set; } = ChildStatus.PendingNew;

    /// <summary>Filled so far, in instrument lots.</summary>
    public QuantityLots Filled { get; private set; }

    /// <summary>What may still fill: zero once the status is final. This is what its account keeps reserved.</summary>
    public QuantityLots Open => ChildTransitions.IsFinal(Status) ? QuantityLots.Zero : Terms.Quantity - Filled;

    /// <summary>What was ordered and has not filled, whatever the status.</summary>
    public QuantityLots Unfilled => Terms.Quantity - Filled;

    /// <summary>The venue's own id, once known.</summary>
    public string? VenueOrderId { get; set; }

    /// <summary>Applies a signal; false, and nothing changes, when the state machine forbids it: the venue contradicts itself.</summary>
    public bool TryApply(ChildSignal signal)
    {
        if (ChildTransitions.Next(Status, signal) is not ChildStatus next)
            return false;
        Status = next;
        return true;
    }

    /// <summary>Takes back a fill that it counts; throws when it counts less.</summary>
    public void TakeBack(QuantityLots quantity)
    {
        if (quantity > Filled || !TryApply(ChildSignal.TakenBack))
            throw new InvalidOperationException($"child {Terms.Id}: {quantity.Value} of {Filled.Value} lots cannot be taken back in {Status}");
        Filled -= quantity;
    }

    /// <summary>Counts a fill; throws when more would be filled than ordered. False when the state machine forbids a fill here.</summary>
    public bool TryFill(QuantityLots quantity)
    {
        QuantityLots filled = Filled + quantity;
        if (filled > Terms.Quantity)
            throw new InvalidOperationException($"child {Terms.Id}: filled {filled.Value} of {Terms.Quantity.Value} lots");
        if (!TryApply(filled == Terms.Quantity ? ChildSignal.FullyFilled : ChildSignal.PartlyFilled))
            return false;
        Filled = filled;
        return true;
    }
}
