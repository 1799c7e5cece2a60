using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken.Trading;

/// <content>Log messages; ids 3220 to 3229.</content>
internal sealed partial class ChildQueries
{
    [LoggerMessage(3220, LogLevel.Warning, "Kraken: the status of {Order} could not be read, asking again in {Delay}: {Reason}")]
    private static partial void LogFailed(ILogger logger, string order, TimeSpan delay, string reason);
}
