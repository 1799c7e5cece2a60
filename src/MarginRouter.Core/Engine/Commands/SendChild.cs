using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Send a child to its venue once its intent is durable; an intent that becomes durable after the deadline is dropped.</summary>
/// <param name="Terms">The child.</param>
/// <param name="Deadline">Latest time at which it may leave.</param>
public sealed record SendChild(ChildOrderTerms Terms, Instruments.Instant Deadline) : OutboundCommand;
