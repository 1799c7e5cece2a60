using Microsoft.Extensions.Logging;

namespace MarginRouter.Fix.MessageLogs;

/// <summary>Log messages of message logs, ids 2060 to 2069.</summary>
public sealed partial class FixMessageLog
{
    [LoggerMessage(2060, LogLevel.Error, "FIX message log in {Directory}: the disk does not take it; messages are counted and not written until it does")]
    private partial void LogDiskRefuses(Exception error, string directory);

    [LoggerMessage(2061, LogLevel.Information, "FIX message log in {Directory}: written again")]
    private partial void LogDiskTakes(string directory);
}
