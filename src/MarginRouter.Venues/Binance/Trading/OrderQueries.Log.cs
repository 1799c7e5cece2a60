using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance.Trading;

/// <content>Log messages; ids 3110 to 3119.</content>
internal sealed partial class OrderQueries
{
    [LoggerMessage(3110, LogLevel.Warning, "{ClientOrderId}: the venue refused to say what became of it: {Code} {Reason}")]
    private static partial void LogRefused(ILogger logger, string clientOrderId, string code, string? reason);

    [LoggerMessage(3111, LogLevel.Information, "{ClientOrderId}: no status answer yet, asking again: {Reason}")]
    private static partial void LogFailed(ILogger logger, string clientOrderId, string reason);
}
