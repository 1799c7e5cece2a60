using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Orders.Baskets;

/// <summary>A parent of several legs: immutable terms and mutable state, owned by the engine. It is counted in blocks, the smallest amounts in which all legs are in ratio on the lots of what may serve them.</summary>
public sealed class BasketOrder
{
    private readonly decimal unitsPerBlock;

    /// <summary>Makes a basket in status <see cref="ParentStatus.New"/>.</summary>
    /// <param name="request">What the desk asked for.</param>
    /// <param name="legs">The legs.</param>
    /// <param name="blocks">Whole blocks in the quantity; positive.</param>
    /// <param name="unitsPerBlock">Units of the desk in a block; positive.</param>
    public BasketOrder(BasketRequest request, ImmutableArray<BasketLeg> legs, long blocks, decimal unitsPerBlock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(blocks);
        Request = request;
        Legs = legs;
        Blocks = blocks;
        this.unitsPerBlock = unitsPerBlock;
        foreach (BasketLeg leg in legs)
            leg.Basket = this;
    }

    /// <summary>What the desk asked for.</summary>
    public BasketRequest Request { get; }

    /// <summary>The legs.</summary>
    public ImmutableArray<BasketLeg> Legs { get; }

    /// <summary>Blocks wanted.</summary>
    public long Blocks { get; }

    /// <summary>The engine's number of it: that of its first leg's first order.</summary>
    public ParentOrderId Id => Legs[0].Orders[0].Id;

    /// <summary>Where it stands.</summary>
    public ParentStatus Status { get; private set; } = ParentStatus.New;

    /// <summary>True once the desk was told that it is accepted.</summary>
    public bool Acknowledged { get; set; }

    /// <summary>Attempts to open new blocks that were no continuation of a plan.</summary>
    public int Attempts { get; set; }

    /// <summary>Attempts to bring uneven legs back into ratio since they last were.</summary>
    public int RepairAttempts { get; set; }

    /// <summary>The same over its whole life.</summary>
    public int Repairs { get; set; }

    /// <summary>Times that uneven legs were looked at and only waited for an input, such as a venue that is down, since something was last tried.</summary>
    public int RepairWaits { get; set; }

    /// <summary>When it expires; null for never.</summary>
    public Instant? ExpiresAt { get; init; }

    /// <summary>True once its time is over: no new blocks are opened, and it ends when its legs are settled.</summary>
    public bool IsExpiring { get; set; }

    /// <summary>True when nothing but settling uneven legs is left to do.</summary>
    public bool IsClosing => Status == ParentStatus.PendingCancel || IsExpiring;

    /// <summary>True when uneven legs have been looked at once: the next look waits, whatever came of the first.</summary>
    public bool WaitsToSettle { get; set; }

    /// <summary>
    /// True when what the policy would trade to settle uneven legs is less than any instrument takes: the other way is tried next, for the legs
    /// that are not at whole blocks where there are some.
    /// </summary>
    public bool SettlesOtherWay { get; set; }

    /// <summary>True when what is left uneven is within a block of every leg and less than any instrument takes, either way: it is stated and left.</summary>
    public bool LeavesDust { get; set; }

    /// <summary>Blocks that were complete when new ones were last opened.</summary>
    public long CompleteAtOpen { get; set; }

    /// <summary>True when the last attempt was one of several planned stages.</summary>
    public bool ContinuesPlan { get; set; }

    /// <summary>True when the last attempt sent a leg before the others, which follow now.</summary>
    public bool FollowsNext { get; set; }

    /// <summary>True when no new blocks are to be opened.</summary>
    public bool IsExhausted { get; set; }

    /// <summary>Why no new blocks are opened any more, beside what the last attempt said; null when that says it all.</summary>
    public Refusal? Stopped { get; set; }

    /// <summary>Earliest time of the next attempt; null when none is wanted.</summary>
    public Instant? NextAttemptAt { get; set; }

    /// <summary>What the last attempt said held the rest back.</summary>
    public ImmutableArray<Refusal> Blocking { get; set; } = [];

    /// <summary>ClOrdID of the accepted cancel request, or null.</summary>
    public string? CancelClientOrderId { get; set; }

    /// <summary>Complete blocks that the desk has been told of.</summary>
    public long Reported { get; private set; }

    /// <summary>Net price times units of the blocks that the desk has been told of.</summary>
    public decimal ReportedValue { get; private set; }

    /// <summary>Blocks that every leg has filled.</summary>
    public long Complete => Math.Max(0, Legs.Min(leg => leg.Net / leg.LotsPerBlock));

    /// <summary>True when all legs are in ratio.</summary>
    public bool IsLevel
    {
        get
        {
            long complete = Complete;
            return Legs.All(leg => leg.Net == complete * leg.LotsPerBlock);
        }
    }

    /// <summary>Units of the quantity that make no whole block and are never sent.</summary>
    public decimal Leftover => Request.Quantity - (Blocks * unitsPerBlock);

    /// <summary>True while a child of some leg may still fill.</summary>
    public bool HasOpenChildren => Legs.Any(leg => leg.Orders.Any(order => order.HasOpenChildren));

    /// <summary>Net price of a unit at the legs' average prices, in the common pricing asset, bought positive; zero before every leg has filled.</summary>
    public decimal AverageNet
    {
        get
        {
            decimal net = 0m;
            foreach (BasketLeg leg in Legs)
            {
                if (leg.AveragePrice is not { } price)
                    return 0m;
                net += leg.Request.Side.Sign() * leg.Request.Ratio * price;
            }

            return net;
        }
    }

    /// <summary>Units of so many blocks, exact for all of them.</summary>
    public decimal Units(long blocks) => blocks == Blocks ? Request.Quantity - Leftover : blocks * unitsPerBlock;

    /// <summary>Product lots that the leg is to fill for all blocks.</summary>
    public long Wanted(BasketLeg leg) => Blocks * leg.LotsPerBlock;

    /// <summary>Most blocks by which legs may be apart; null when all must be sent at once.</summary>
    public long? MaximumLegging => Request.MaximumLegging is not { } units ? null
        : units >= Request.Quantity ? Blocks
        : (long)decimal.Floor(units / unitsPerBlock);

    /// <summary>Takes note that the desk is told of all complete blocks; what is new since the last time, in units and net price of a unit.</summary>
    public (decimal Quantity, decimal Net) Report()
    {
        decimal before = Units(Reported);
        Reported = Complete;
        decimal quantity = Units(Reported) - before;
        decimal value = AverageNet * Units(Reported);
        decimal net = (value - ReportedValue) / quantity;
        ReportedValue = value;
        return (quantity, net);
    }

    /// <summary>Applies a signal; throws <see cref="InvalidOperationException"/> when the state machine forbids it.</summary>
    public void Apply(ParentSignal signal)
    {
        Status = ParentTransitions.Next(Status, signal)
            ?? throw new InvalidOperationException($"basket {Id.Value}: {signal} is illegal in {Status}");
        if (!ParentTransitions.IsFinal(Status))
            return;
        foreach (ParentOrder order in Legs.SelectMany(leg => leg.Orders).Where(order => !ParentTransitions.IsFinal(order.Status)))
            order.Apply(signal is ParentSignal.Refused or ParentSignal.Expired ? signal : ParentSignal.Ended);
    }
}
