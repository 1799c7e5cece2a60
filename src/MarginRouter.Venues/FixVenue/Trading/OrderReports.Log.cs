using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <content>Log messages; ids 3310 to 3319.</content>
internal sealed partial class OrderReports
{
    [LoggerMessage(3310, LogLevel.Warning, "The cancel of {Order} was rejected: {Reason}")]
    private static partial void LogCancelRejected(ILogger logger, string order, string reason);

    [LoggerMessage(3311, LogLevel.Error, "Execution report for {Order} with ExecType {ExecType}: the trade was changed afterwards; the next account statement holds the truth")]
    private static partial void LogRestated(ILogger logger, string order, char execType);

    [LoggerMessage(3312, LogLevel.Error, "The venue rejected a message of type {Type} about {Reference}: {Reason}")]
    private static partial void LogRejected(ILogger logger, string type, string reference, string reason);

    [LoggerMessage(3313, LogLevel.Error, "Execution {Execution}: fees in several currencies; booked {Asset}, the account statement holds the rest")]
    private static partial void LogSeveralFees(ILogger logger, string execution, string asset);
}
