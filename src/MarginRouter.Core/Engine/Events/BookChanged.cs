using MarginRouter.Core.MarketData;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A venue book changed. One instance per book is used again and again; the engine copies what it keeps.</summary>
/// <param name="Image">The best levels and the state of the book.</param>
public sealed record BookChanged(BookImage Image) : InboundEvent;
