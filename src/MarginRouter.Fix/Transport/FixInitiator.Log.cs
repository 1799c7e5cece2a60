using MarginRouter.Fix.Session;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Fix.Transport;

/// <summary>Log messages of the initiator, ids 2040 to 2059.</summary>
public sealed partial class FixInitiator
{
    [LoggerMessage(2040, LogLevel.Warning, "FIX session {Session}: no connection to {Host}:{Port}: {Reason}")]
    private partial void LogConnectFailed(FixSessionId session, string host, int port, string reason);
}
