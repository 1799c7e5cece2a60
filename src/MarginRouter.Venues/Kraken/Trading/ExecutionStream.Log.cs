using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken.Trading;

/// <content>Log messages; ids 3210 to 3219.</content>
internal sealed partial class ExecutionStream
{
    [LoggerMessage(3210, LogLevel.Warning, "Kraken execution of unknown type {Type} for order {Order}")]
    private static partial void LogUnknownType(ILogger logger, string type, string order);

    [LoggerMessage(3211, LogLevel.Error, "Kraken trade {Trade}: fees in several assets, {Fees}; booked {Asset}, the account statement holds the rest")]
    private static partial void LogSeveralFees(ILogger logger, string trade, string fees, string asset);

    [LoggerMessage(3212, LogLevel.Error, "Kraken trade {Trade} in {Symbol}, which is not configured: booked by the account statement only")]
    private static partial void LogForeignSymbol(ILogger logger, string trade, string symbol);
}
