using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A desk sent a parent order.</summary>
/// <param name="Request">What it asked for.</param>
public sealed record ParentReceived(ParentRequest Request) : InboundEvent;
