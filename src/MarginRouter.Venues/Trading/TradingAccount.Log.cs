using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Trading;

internal sealed partial class TradingAccount
{
    [LoggerMessage(3691, LogLevel.Warning, "{Account}: reading the account again failed: {Reason}")]
    private static partial void LogRefreshFailed(ILogger logger, string account, string reason);

    [LoggerMessage(3692, LogLevel.Warning, "{Account}: the venue's what-if call about {Question} failed: {Reason}")]
    private static partial void LogWhatIfFailed(ILogger logger, string account, string question, string reason);

    [LoggerMessage(3693, LogLevel.Warning, "{Account}: setting the venue's dead man's switch failed: {Reason}")]
    private static partial void LogKeepAliveFailed(ILogger logger, string account, string reason);
}
