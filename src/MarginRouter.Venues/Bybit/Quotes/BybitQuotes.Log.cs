using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <content>Log messages; ids 3450 to 3459.</content>
internal sealed partial class BybitQuotes
{
    [LoggerMessage(3450, LogLevel.Warning, "{Venue}: quote {Quote} of request {Request} is not used: {Fault}")]
    private static partial void LogUnusable(ILogger logger, string venue, string quote, string request, string fault);

    [LoggerMessage(3451, LogLevel.Warning, "{Venue}: the account may not ask for quotes: {Reason}")]
    private static partial void LogNoDesk(ILogger logger, string venue, string reason);

    [LoggerMessage(3452, LogLevel.Warning, "{Venue}: request for quotes {Request} could not be cancelled: {Reason}")]
    private static partial void LogNotCancelled(ILogger logger, string venue, string request, string reason);

    [LoggerMessage(3453, LogLevel.Warning, "{Venue}: quotes of request {Request} could not be listed: {Reason}")]
    private static partial void LogNotListed(ILogger logger, string venue, string request, string reason);
}
