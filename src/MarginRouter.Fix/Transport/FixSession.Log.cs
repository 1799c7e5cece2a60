using MarginRouter.Fix.Session;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Fix.Transport;

/// <summary>Log messages of a session, ids 2000 to 2019.</summary>
public sealed partial class FixSession
{
    [LoggerMessage(2000, LogLevel.Information, "FIX session {Session}: connected to {Remote}")]
    private partial void LogConnected(FixSessionId session, string remote);

    [LoggerMessage(2001, LogLevel.Information, "FIX session {Session}: logged on")]
    private partial void LogLoggedOn(FixSessionId session);

    [LoggerMessage(2002, LogLevel.Information, "FIX session {Session}: disconnected: {Reason}")]
    private partial void LogDisconnected(FixSessionId session, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "FIX session {Session}: garbled bytes were skipped, {Count} times on this connection")]
    private partial void LogGarbled(FixSessionId session, long count);

    [LoggerMessage(2004, LogLevel.Error, "FIX session {Session}: the application or the store failed; the connection is closed")]
    private partial void LogFailed(Exception error, FixSessionId session);

    [LoggerMessage(2005, LogLevel.Information, "FIX session {Session}: the session of {Start:u} begins; {LastNumber} messages sent before are forgotten, and what the peer has not taken of them")]
    private partial void LogSessionBegins(FixSessionId session, DateTime start, long lastNumber);
}
