using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Trading;

internal sealed partial class TradingAccount
{
    [LoggerMessage(EventId = 2091, Level = LogLevel.Warning, Message = "{Account}: reading the account again failed: {Reason}")]
    private static partial void LogRefreshFailed(ILogger logger, string account, string reason);
}
