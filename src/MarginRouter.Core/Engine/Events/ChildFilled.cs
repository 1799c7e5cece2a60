using MarginRouter.Core.Ledger;

namespace MarginRouter.Core.Engine.Events;

/// <summary>The venue executed part of a child. Duplicates are recognised by the venue's trade id.</summary>
/// <param name="Fill">The execution.</param>
public sealed record ChildFilled(Fill Fill) : InboundEvent;
