using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <content>Log messages; ids 3310 to 3319.</content>
internal sealed partial class OrderReports
{
    [LoggerMessage(3310, LogLevel.Warning, "The cancel of {Order} was rejected: {Reason}")]
    private static partial void LogCancelRejected(ILogger logger, string order, string reason);

    [LoggerMessage(3312, LogLevel.Error, "The venue rejected a message of type {Type} about {Reference}: {Reason}")]
    private static partial void LogRejected(ILogger logger, string type, string reference, string reason);

    [LoggerMessage(3313, LogLevel.Error, "Execution {Execution}: fees in several currencies; booked {Asset}, the account statement holds the rest")]
    private static partial void LogSeveralFees(ILogger logger, string execution, string asset);

    [LoggerMessage(3314, LogLevel.Warning, "The venue restated {Order} (ExecRestatementReason {Reason}); its size is now {Quantity}")]
    private static partial void LogRestated(ILogger logger, string order, string reason, string quantity);
}
