using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Events;

/// <summary>
/// An adapter has dropped the book of an instrument and reads prices, and writes those of orders, on another price step from now on: the
/// answer to <see cref="Commands.FollowTick"/>.
/// </summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="TickSize">Price step in the quote asset; positive.</param>
public sealed record TickFollowed(InstrumentId Instrument, decimal TickSize) : InboundEvent;
