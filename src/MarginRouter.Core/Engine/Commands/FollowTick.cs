using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>
/// A venue has changed the price step of an instrument and none of our orders there is open: the adapter drops its book, counts prices in
/// the new step, says so by <see cref="Events.TickFollowed"/> and builds the book anew. Until then nothing is sent there.
/// </summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="TickSize">Price step in the quote asset; positive.</param>
public sealed record FollowTick(InstrumentId Instrument, decimal TickSize) : OutboundCommand;
