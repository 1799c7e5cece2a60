using MarginRouter.Fix.MessageLogs;
using MarginRouter.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Runtime;

/// <summary>Opens the logs of FIX sessions' messages.</summary>
internal static class MessageLogs
{
    private const long Megabyte = 1 << 20;

    /// <summary>Opens the log of a session in a folder of its own.</summary>
    public static FixMessageLog Open(MessageLogSettings settings, string session, RouterServices services) => new(
        new FixMessageLogOptions
        {
            Directory = Path.Combine(settings.Directory, session),
            MaximumFileBytes = settings.FileMegabytes * Megabyte,
            MaximumFiles = settings.Files,
        },
        services.Time,
        services.Loggers.CreateLogger<FixMessageLog>());
}
