using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue.Quotes;

/// <content>Log messages; ids 3390 to 3399.</content>
internal sealed partial class QuoteLink
{
    [LoggerMessage(3390, LogLevel.Warning, "{Session}: quote {Quote} for request {Request} is not used: {Fault}")]
    private static partial void LogUnusable(ILogger logger, string session, string quote, string request, string fault);

    [LoggerMessage(3391, LogLevel.Warning, "{Session}: the pass on quote {Quote} was not sent; the maker lets it run out")]
    private static partial void LogPassNotSent(ILogger logger, string session, string quote);

    [LoggerMessage(3392, LogLevel.Information, "{Session}: a message of type {Type} about quote {Quote} is of no request that is open")]
    private static partial void LogUnknown(ILogger logger, string session, string type, string quote);
}
