using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance.Trading;

/// <content>Log messages; ids 3120 to 3129.</content>
internal sealed partial class AccountConnection
{
    [LoggerMessage(3120, LogLevel.Warning, "{Account}: the account could not be read again, the pushed state stays: {Reason}")]
    private static partial void LogRefreshFailed(ILogger logger, string account, string reason);

    [LoggerMessage(3121, LogLevel.Warning, "{Account}: the venue did not tell its time, ours is used: {Reason}")]
    private static partial void LogClockUnknown(ILogger logger, string account, string reason);
}
