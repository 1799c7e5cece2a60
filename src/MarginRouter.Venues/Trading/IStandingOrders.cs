using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Trading;

/// <summary>An adapter whose orders may stand at the venue, are listed, changed in place and cancelled all at once.</summary>
public interface IStandingOrders : IVenueAdapter
{
    /// <summary>Sends an order that need not end at once; its outcomes are events as those of <see cref="IVenueAdapter.Send"/>.</summary>
    /// <param name="command">The order.</param>
    /// <param name="standing">How long it stands. A venue that cannot do that drops it.</param>
    void Send(SendChild command, OrderStanding standing);

    /// <summary>
    /// Changes an order that stands, in place. Fills and ends stay events. An unknown outcome is followed by a status answer. Throws
    /// <see cref="VenueConfigurationException"/> for an account that is not configured.
    /// </summary>
    Task<PlaceAnswer> ReplaceAsync(ChildOrderTerms terms, OrderChange change, CancellationToken cancellation);

    /// <summary>
    /// Cancels all orders of a subaccount in an instrument, also those of others; their ends are events. False when the venue did not grant
    /// it. Throws what <see cref="OpenOrdersAsync"/> throws.
    /// </summary>
    Task<bool> CancelAllAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation);

    /// <summary>
    /// The orders of a subaccount that stand in an instrument. Throws <see cref="VenueConfigurationException"/> for an account that is not
    /// configured, <see cref="VenueProtocolException"/> for a refusal and for an answer that cannot be read, and
    /// <see cref="TimeoutException"/> or <see cref="HttpRequestException"/> when there is none.
    /// </summary>
    Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(SubaccountId subaccount, Instrument instrument, CancellationToken cancellation);
}
