using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Trading;

/// <summary>What a venue says of an order when it is asked.</summary>
/// <param name="State">Its state.</param>
/// <param name="Executed">Filled so far in contracts or base units.</param>
/// <param name="AveragePrice">Average price of what filled; null when nothing has.</param>
/// <param name="Executions">The executions that it lists.</param>
/// <param name="Time">Venue time of the order's last change.</param>
internal sealed record OrderFinding(
    VenueOrderState State, decimal Executed, decimal? AveragePrice, IReadOnlyList<OwnExecution> Executions, Instant Time);
