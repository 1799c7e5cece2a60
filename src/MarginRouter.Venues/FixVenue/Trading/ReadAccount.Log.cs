using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <content>Log messages; ids 3340 to 3349.</content>
internal sealed partial class ReadAccount
{
    [LoggerMessage(3340, LogLevel.Warning, "Subaccount {Subaccount} could not be read: {Reason}")]
    private static partial void LogNotRead(ILogger logger, int subaccount, string reason);

    [LoggerMessage(3341, LogLevel.Warning, "The venue did not answer about {Order}: {Reason}; asking again")]
    private static partial void LogNotAnswered(ILogger logger, string order, string reason);
}
