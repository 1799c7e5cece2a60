using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Trading;

internal sealed partial class TradingAccount
{
    [LoggerMessage(3691, LogLevel.Warning, "{Account}: reading the account again failed: {Reason}")]
    private static partial void LogRefreshFailed(ILogger logger, string account, string reason);
}
