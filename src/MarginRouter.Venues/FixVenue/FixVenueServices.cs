using MarginRouter.Fix.Session;
using MarginRouter.Fix.Store;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.FixVenue;

/// <summary>What the adapter uses from outside.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Logs of the adapter and of its sessions.</param>
/// <param name="OpenStore">Opens the store of a session's numbers and messages; the adapter disposes it.</param>
public sealed record FixVenueServices(TimeProvider Time, ILoggerFactory Loggers, Func<FixSessionId, IFixMessageStore> OpenStore);
