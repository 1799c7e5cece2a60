using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Reference;

/// <summary>What is logged about reference data.</summary>
internal sealed partial class ReferencePoll
{
    [LoggerMessage(3630, LogLevel.Warning, "{Venue}: instruments or fees could not be read: {Reason}")]
    private static partial void LogUnread(ILogger logger, string venue, string reason);
}
