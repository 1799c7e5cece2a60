using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken.Trading;

/// <content>Log messages; ids 3240 to 3249.</content>
internal sealed partial class OrderEntry
{
    [LoggerMessage(3240, LogLevel.Warning, "Kraken: the cancel of {Order} was not confirmed: {Reason}")]
    private static partial void LogCancel(ILogger logger, string order, string reason);
}
