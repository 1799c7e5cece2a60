using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Runtime;

internal sealed partial class OperationLog
{
    [LoggerMessage(EventId = 6111, Level = LogLevel.Information, Message = "Venue {Venue} is up: {Reason}")]
    private static partial void LogVenueUp(ILogger logger, string venue, string reason);

    [LoggerMessage(EventId = 6112, Level = LogLevel.Warning, Message = "Venue {Venue} is down: {Reason}")]
    private static partial void LogVenueDown(ILogger logger, string venue, string reason);

    [LoggerMessage(EventId = 6113, Level = LogLevel.Information, Message = "Ready: every venue, book and mark is there")]
    private static partial void LogReady(ILogger logger);

    [LoggerMessage(EventId = 6114, Level = LogLevel.Warning, Message = "Not ready: {Missing}")]
    private static partial void LogNotReady(ILogger logger, string missing);
}
