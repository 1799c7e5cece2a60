using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue.Market;

/// <content>Log messages; ids 3300 to 3309.</content>
internal sealed partial class MarketDataFeed
{
    [LoggerMessage(3300, LogLevel.Warning, "{Symbol}: book dropped, {Reason}; asking for it again")]
    private static partial void LogDropped(ILogger logger, string symbol, string reason);

    [LoggerMessage(3301, LogLevel.Error, "Market data request {Request} was rejected: {Reason}")]
    private static partial void LogRejected(ILogger logger, string request, string reason);

    [LoggerMessage(3302, LogLevel.Warning, "Market data: no message for {Silence}, books are stale")]
    private static partial void LogSilent(ILogger logger, TimeSpan silence);
}
