using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Amm.Market;

internal sealed partial class PoolFeed
{
    [LoggerMessage(3801, LogLevel.Warning, "{Venue}: block {Number} ({Hash}) does not follow the last one; the pools are read anew")]
    private static partial void LogReorganised(ILogger logger, string venue, long number, string hash);

    [LoggerMessage(3802, LogLevel.Warning, "{Venue}: {Symbol} is read anew after block {Number}: {Reason}")]
    private static partial void LogContradicted(ILogger logger, string venue, string symbol, long number, string reason);
}
