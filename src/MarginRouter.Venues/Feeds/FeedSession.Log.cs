using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Feeds;

/// <content>Log messages; ids 3600 to 3609.</content>
internal sealed partial class FeedSession
{
    [LoggerMessage(3600, LogLevel.Warning, "{Name} {Symbol}: book dropped, {Outcome}; a new snapshot is asked for")]
    private static partial void LogDropped(ILogger logger, string name, string symbol, BookOutcome outcome);

    [LoggerMessage(3601, LogLevel.Information, "{Name}: {Books} books are complete")]
    private static partial void LogReady(ILogger logger, string name, int books);

    [LoggerMessage(3602, LogLevel.Warning, "{Name}: frame of unknown kind: {Frame}")]
    private static partial void LogUnknown(ILogger logger, string name, string frame);

    [LoggerMessage(3603, LogLevel.Warning, "{Name}: state of the venue's systems: {Frame}")]
    private static partial void LogStatus(ILogger logger, string name, string frame);

    [LoggerMessage(3604, LogLevel.Warning, "{Name} {Symbol}: no snapshot: {Reason}")]
    private static partial void LogSnapshotFailed(ILogger logger, string name, string symbol, string reason);
}
