using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken.Trading;

/// <content>Log messages; ids 3230 to 3239.</content>
internal sealed partial class KrakenAccount
{
    [LoggerMessage(3230, LogLevel.Information, "Kraken subaccount {Subaccount}: ready to trade")]
    private static partial void LogReady(ILogger logger, int subaccount);

    [LoggerMessage(3231, LogLevel.Warning, "Kraken subaccount {Subaccount}: no statement, {Reason}; the last one stays until the next attempt")]
    private static partial void LogNoStatement(ILogger logger, int subaccount, string reason);

    [LoggerMessage(3232, LogLevel.Warning, "Kraken subaccount {Subaccount}: setting the dead man's switch failed: {Reason}")]
    private static partial void LogKeepAliveFailed(ILogger logger, int subaccount, string reason);
}
