using MarginRouter.Core.Orders;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Amm.Trading;

internal sealed partial class AmmAccount
{
    [LoggerMessage(3803, LogLevel.Warning, "{Venue}: the node no longer knows transaction {Hash} of {Child}; it is unknown until a block decides")]
    private static partial void LogDropped(ILogger logger, string venue, ChildOrderId child, string hash);
}
