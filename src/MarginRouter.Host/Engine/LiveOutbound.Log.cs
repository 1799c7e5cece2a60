using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Engine;

internal sealed partial class LiveOutbound
{
    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "Alarm {Code}: {Text}")]
    private static partial void LogAlarm(ILogger logger, string code, string text);
}
