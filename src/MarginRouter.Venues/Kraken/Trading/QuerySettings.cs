using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Rest;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>What queries need besides the account's own parts.</summary>
/// <param name="Statements">Reads trades.</param>
/// <param name="EarlierChildrenArriveUntil">Venue time after which no order of an earlier process can be taken any more.</param>
/// <param name="Clock">The venue's time.</param>
/// <param name="Reconnect">Waits between questions.</param>
/// <param name="Time">Our time.</param>
internal sealed record QuerySettings(
    StatementReader Statements, Instant EarlierChildrenArriveUntil, VenueClock Clock, ReconnectOptions Reconnect, TimeProvider Time);
