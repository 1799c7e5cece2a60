using MarginRouter.Venues.Feeds;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken.Market;

/// <content>Log messages; ids 3200 to 3209.</content>
internal sealed partial class MarketDataSession
{
    [LoggerMessage(3200, LogLevel.Warning, "Kraken {Symbol}: book dropped, {Outcome}; subscribing again")]
    private static partial void LogDropped(ILogger logger, string symbol, BookOutcome outcome);

    [LoggerMessage(3201, LogLevel.Information, "Kraken public socket: {Books} books are complete")]
    private static partial void LogReady(ILogger logger, int books);

    [LoggerMessage(3202, LogLevel.Warning, "Kraken public socket: frame of unknown kind: {Frame}")]
    private static partial void LogUnknown(ILogger logger, string frame);

    [LoggerMessage(3203, LogLevel.Warning, "Kraken public socket: {Method} refused: {Error}")]
    private static partial void LogRefused(ILogger logger, string method, string error);
}
