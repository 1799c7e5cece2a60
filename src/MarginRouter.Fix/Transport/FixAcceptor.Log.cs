using System.Net;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Fix.Transport;

/// <summary>Log messages of the acceptor, ids 2020 to 2039.</summary>
public sealed partial class FixAcceptor
{
    [LoggerMessage(2020, LogLevel.Warning, "FIX acceptor: connection from {Remote} refused: {Reason}")]
    private partial void LogRefused(string remote, string reason);

    [LoggerMessage(2021, LogLevel.Warning, "FIX acceptor: connection closed at once, {Maximum} others have not logged on")]
    private partial void LogTooManyPending(int maximum);

    [LoggerMessage(2022, LogLevel.Error, "FIX acceptor {EndPoint}: a connection could not be taken")]
    private partial void LogAcceptFailed(Exception error, IPEndPoint endPoint);

    [LoggerMessage(2023, LogLevel.Error, "FIX acceptor: the application does not return from a call-back of the connection from {Remote}")]
    private partial void LogStuck(string remote);

    [LoggerMessage(2024, LogLevel.Error, "FIX acceptor: the connection from {Remote} failed")]
    private partial void LogServeFailed(Exception error, string remote);
}
