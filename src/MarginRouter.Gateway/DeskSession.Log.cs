using MarginRouter.Fix.Session;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Gateway;

internal sealed partial class DeskSession
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Desk {Desk} logged on")]
    private static partial void LogLoggedOn(ILogger logger, string desk);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "Desk {Desk} logged out: {Reason}")]
    private static partial void LogLoggedOut(ILogger logger, string desk, string reason);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Error, Message = "Desk {Desk}: report {Report} could not be sent or stored: {Result}")]
    private static partial void LogNotSent(ILogger logger, string desk, long report, FixSendResult result);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Warning, Message = "Desk {Desk} rejected a message of ours: {Text}")]
    private static partial void LogRejectedByDesk(ILogger logger, string desk, string text);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Information, Message = "Desk {Desk} is away: its question {Id} is not answered")]
    private static partial void LogNotAnswered(ILogger logger, string desk, string id);

    [LoggerMessage(EventId = 4010, Level = LogLevel.Information, Message = "Desk {Desk} has changed its password")]
    private static partial void LogPasswordChanged(ILogger logger, string desk);
}
