using MarginRouter.Core.Orders;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Trading;

internal sealed partial class OrderQueries
{
    [LoggerMessage(3690, LogLevel.Warning, "{Venue}: the state of order {Child} could not be learned: {Reason}")]
    private static partial void LogFailed(ILogger logger, string venue, ChildOrderId child, string reason);
}
