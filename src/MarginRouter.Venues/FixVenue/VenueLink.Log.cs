using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue;

/// <content>Log messages; ids 3320 to 3329.</content>
internal sealed partial class VenueLink
{
    [LoggerMessage(3320, LogLevel.Error, "{Session}: statement of {Account} refused: {Reason}")]
    private static partial void LogStatementRefused(ILogger logger, string session, string account, string reason);

    [LoggerMessage(3321, LogLevel.Error, "{Session}: the venue rejected our message {Number} of type {Type}: {Reason}")]
    private static partial void LogSessionReject(ILogger logger, string session, string number, string type, string reason);

    [LoggerMessage(3322, LogLevel.Warning, "{Session}: {Order} could not be cancelled: {Reason}")]
    private static partial void LogCancelNotSent(ILogger logger, string session, string order, string reason);

    [LoggerMessage(3323, LogLevel.Warning, "{Session}: the venue says ({Type}): {Words}")]
    private static partial void LogNotice(ILogger logger, string session, string type, string words);
}
