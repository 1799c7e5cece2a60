using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A venue has published the state of its insurance fund. It is market data: decisions carry what was made of it.</summary>
/// <param name="Venue">The venue.</param>
/// <param name="Balance">What is in the fund, in its currency.</param>
/// <param name="Peak">The largest balance within the venue's window; not negative.</param>
/// <param name="VenueTime">Venue time of the figures.</param>
public sealed record InsuranceFundReceived(VenueId Venue, decimal Balance, decimal Peak, Instant VenueTime) : InboundEvent;
