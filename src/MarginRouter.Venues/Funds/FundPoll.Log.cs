using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Funds;

/// <summary>What is logged about insurance funds.</summary>
internal sealed partial class FundPoll
{
    [LoggerMessage(3620, LogLevel.Warning, "{Venue}: the insurance fund could not be read: {Reason}")]
    private static partial void LogUnread(ILogger logger, string venue, string reason);
}
