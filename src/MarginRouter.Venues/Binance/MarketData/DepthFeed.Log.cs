using MarginRouter.Core.MarketData;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Binance.MarketData;

/// <content>Log messages; ids 3100 to 3109.</content>
internal sealed partial class DepthFeed
{
    [LoggerMessage(3100, LogLevel.Warning, "{Symbol}: book dropped as {State}, fetching a snapshot")]
    private static partial void LogDropped(ILogger logger, string symbol, BookState state);

    [LoggerMessage(3101, LogLevel.Warning, "{Symbol}: depth snapshot failed, trying again: {Reason}")]
    private static partial void LogSnapshotFailed(ILogger logger, string symbol, string reason);
}
