using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Connectivity;

/// <content>Log messages; ids 3000 to 3009.</content>
internal sealed partial class ReconnectLoop
{
    [LoggerMessage(3000, LogLevel.Warning, "{Connection}: attempt {Attempt} failed, next in {Delay}: {Reason}")]
    private static partial void LogRetry(ILogger logger, string connection, int attempt, TimeSpan delay, string reason);

    [LoggerMessage(3001, LogLevel.Warning, "{Connection}: broken, reconnecting: {Reason}")]
    private static partial void LogBroken(ILogger logger, string connection, string reason);
}
