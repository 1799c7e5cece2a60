using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Events;

/// <summary>The order connection of a venue came up or went down. Children without an answer become unknown when it goes down.</summary>
/// <param name="Venue">The venue.</param>
/// <param name="Connected">True when orders can be sent.</param>
/// <param name="Reason">Why, in words, for the operator.</param>
public sealed record VenueConnectionChanged(VenueId Venue, bool Connected, string Reason) : InboundEvent;
