using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Trading;

/// <summary>What a venue says of an order, in total.</summary>
/// <param name="State">Its state.</param>
/// <param name="Executed">Filled so far in contracts or base units.</param>
/// <param name="AveragePrice">Average price of what filled; null when nothing has.</param>
/// <param name="Fee">Fees in the settlement asset; null when they are not known in it.</param>
/// <param name="Time">Venue time of its last change.</param>
public sealed record FoundOrder(VenueOrderState State, decimal Executed, decimal? AveragePrice, decimal? Fee, Instant Time);
