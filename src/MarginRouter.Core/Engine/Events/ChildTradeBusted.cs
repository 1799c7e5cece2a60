using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A venue takes an execution back (FIX ExecType H). A repetition changes nothing.</summary>
/// <param name="Child">The child that had it.</param>
/// <param name="VenueTradeId">The venue's id of the execution.</param>
/// <param name="VenueTime">When it was taken back, by the venue's clock.</param>
public sealed record ChildTradeBusted(ChildOrderId Child, string VenueTradeId, Instant VenueTime) : InboundEvent;
