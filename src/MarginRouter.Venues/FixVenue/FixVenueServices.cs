using MarginRouter.Fix.MessageLogs;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue;

/// <summary>What the adapter uses from outside.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Logs of the adapter and of its sessions.</param>
/// <param name="OpenStore">Opens the store of a session's numbers and messages; the adapter disposes it.</param>
public sealed record FixVenueServices(TimeProvider Time, ILoggerFactory Loggers, Func<FixSessionId, IFixMessageStore> OpenStore)
{
    /// <summary>Opens the log of a session's messages for people to read; the adapter disposes it. Null writes none.</summary>
    public Func<FixSessionId, FixMessageLog>? OpenMessageLog { get; init; }

    /// <summary>
    /// Opens what states an account where the venue's FIX does not; the adapter disposes it. Null where everything comes over FIX.
    /// </summary>
    public Func<FixVenueAccountOptions, IAccountReader>? OpenReader { get; init; }
}
