using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Orders;

/// <summary>A block order of a desk: immutable terms and mutable state, owned by the engine.</summary>
public sealed class ParentOrder
{
    private readonly List<ChildOrder> children = [];

    /// <summary>Makes a parent in status <see cref="ParentStatus.New"/>.</summary>
    public ParentOrder(ParentOrderId id, ParentRequest request, Product product, QuantityLots quantity, Instant receivedAt)
    {
        if (quantity.IsZero)
            throw new ArgumentException("a parent wants at least one lot", nameof(quantity));
        Id = id;
        Request = request;
        Product = product;
        Quantity = quantity;
        ReceivedAt = receivedAt;
    }

    /// <summary>The engine's number of it.</summary>
    public ParentOrderId Id { get; }

    /// <summary>What the desk asked for, as its last accepted replacement says.</summary>
    public ParentRequest Request { get; private set; }

    /// <summary>What it trades.</summary>
    public Product Product { get; }

    /// <summary>Wanted, in product lots.</summary>
    public QuantityLots Quantity { get; private set; }

    /// <summary>When the engine took it.</summary>
    public Instant ReceivedAt { get; }

    /// <summary>The leg of a basket that it works for; null for a parent of its own.</summary>
    public BasketLeg? Leg { get; init; }

    /// <summary>Where it stands.</summary>
    public ParentStatus Status { get; private set; } = ParentStatus.New;

    /// <summary>True once the desk was told that it is accepted.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>Routing attempts made.</summary>
    public int Attempts { get; set; }

    /// <summary>True when no further attempt is to be made: the remainder ends once no child is open.</summary>
    public bool IsExhausted { get; set; }

    /// <summary>Filled, in product lots.</summary>
    public QuantityLots Filled { get; private set; }

    /// <summary>Sum of price times base units of all fills, in the pricing asset.</summary>
    public decimal FilledNotional { get; private set; }

    /// <summary>ClOrdID of the accepted cancel request, or null.</summary>
    public string? CancelClientOrderId { get; set; }

    /// <summary>Earliest time of the next attempt; null when none is wanted.</summary>
    public Instant? NextAttemptAt { get; set; }

    /// <summary>What the last attempt said held the remainder back.</summary>
    public ImmutableArray<Refusal> Blocking { get; set; } = [];

    /// <summary>All children of all attempts, in order of creation.</summary>
    public IReadOnlyList<ChildOrder> Children => children;

    /// <summary>Still wanted, in product lots: zero once final.</summary>
    public QuantityLots Leaves => ParentTransitions.IsFinal(Status) ? QuantityLots.Zero : Quantity - Filled;

    /// <summary>Volume-weighted price of all fills in the pricing asset; zero before the first.</summary>
    public decimal AveragePrice => Filled.IsZero ? 0m : FilledNotional / Product.Quantity(Filled);

    /// <summary>True while a child may still fill.</summary>
    public bool HasOpenChildren
    {
        get
        {
            foreach (ChildOrder child in children)
            {
                if (!ChildTransitions.IsFinal(child.Status))
                    return true;
            }

            return false;
        }
    }

    /// <summary>The replacement that waits for open children; null when none does.</summary>
    public ParentReplacement? Replacement { get; private set; }

    /// <summary>When it expires; null for never.</summary>
    public Instant? ExpiresAt { get; set; }

    /// <summary>True once its time is over: it ends when no child is open.</summary>
    public bool IsExpiring { get; set; }

    /// <summary>Takes a replacement that is to hold once no child is open.</summary>
    public void Await(ParentReplacement replacement)
    {
        Apply(ParentSignal.ReplaceAccepted);
        Replacement = replacement;
    }

    /// <summary>Forgets the replacement that waits, because a cancel or an expiry went before it.</summary>
    public void DropReplacement() => Replacement = null;

    /// <summary>
    /// Settles the replacement that waits. Less than what has filled means what has filled; true when it holds, false when everything had
    /// filled before it and it wants no more.
    /// </summary>
    public bool SettleReplacement()
    {
        ParentReplacement replacement = Replacement ?? throw new InvalidOperationException($"parent {Id.Value} has no replacement");
        Replacement = null;
        bool holds = Filled < Quantity || replacement.Quantity > Filled;
        if (holds)
        {
            Request = replacement.Request;
            Quantity = replacement.Quantity < Filled ? Filled : replacement.Quantity;
            ExpiresAt = replacement.ExpiresAt;
            IsExhausted = false;
            IsExpiring = false;
        }

        Apply(Filled == Quantity ? ParentSignal.ReplacedFullyFilled : Filled.IsZero ? ParentSignal.ReplacedUnfilled : ParentSignal.ReplacedPartlyFilled);
        return holds;
    }

    /// <summary>Adds a child.</summary>
    public void Add(ChildOrder child) => children.Add(child);

    /// <summary>Counts a fill; throws when more would be filled than wanted.</summary>
    /// <param name="quantity">Product lots.</param>
    /// <param name="price">Price in the pricing asset.</param>
    public void Fill(QuantityLots quantity, decimal price)
    {
        QuantityLots filled = Filled + quantity;
        if (filled > Quantity)
            throw new InvalidOperationException($"parent {Id.Value}: filled {filled.Value} of {Quantity.Value} lots");
        Filled = filled;
        FilledNotional += price * Product.Quantity(quantity);
        Apply(filled == Quantity ? ParentSignal.FullyFilled : ParentSignal.PartlyFilled);
    }

    /// <summary>Takes back a fill that it counts; throws when it counts less.</summary>
    /// <param name="quantity">Product lots.</param>
    /// <param name="notional">Sum of price times base units of the fills that are left.</param>
    public void TakeBack(QuantityLots quantity, decimal notional)
    {
        if (quantity > Filled)
            throw new InvalidOperationException($"parent {Id.Value}: {quantity.Value} of {Filled.Value} lots cannot be taken back");
        Filled -= quantity;
        FilledNotional = notional;
        Apply(Filled.IsZero ? ParentSignal.FullyTakenBack : ParentSignal.PartlyTakenBack);
    }

    /// <summary>Applies a signal; throws <see cref="InvalidOperationException"/> when the state machine forbids it.</summary>
    public void Apply(ParentSignal signal)
    {
        Status = ParentTransitions.Next(Status, signal)
            ?? throw new InvalidOperationException($"parent {Id.Value}: {signal} is illegal in {Status}");
    }
}
