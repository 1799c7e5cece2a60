using System.Net;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Runtime;

internal sealed partial class RouterRuntime
{
    [LoggerMessage(EventId = 6101, Level = LogLevel.Information, Message = "Recovering from the journal in {Directory}")]
    private static partial void LogRecovering(ILogger logger, string directory);

    [LoggerMessage(EventId = 6102, Level = LogLevel.Information, Message = "Recovered {Events} events and {Decisions} decisions: {Parents} parents")]
    private static partial void LogRecovered(ILogger logger, long events, long decisions, int parents);

    [LoggerMessage(EventId = 6103, Level = LogLevel.Information, Message = "Desks connect to {EndPoint}")]
    private static partial void LogListening(ILogger logger, IPEndPoint endPoint);

    [LoggerMessage(EventId = 6104, Level = LogLevel.Critical, Message = "The router stops")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
