using Microsoft.Extensions.Logging;

namespace MarginRouter.LoadTests.Paths;

/// <summary>What every path is made with.</summary>
/// <param name="Folder">Where journals and stores go.</param>
/// <param name="Orders">Most orders that will ever be sent.</param>
/// <param name="Quantity">OrderQty (38) of every order.</param>
/// <param name="UpdatesPerSecond">Book updates of each venue of the router.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Loggers.</param>
internal sealed record OrderPathOptions(
    string Folder, int Orders, decimal Quantity, int UpdatesPerSecond, TimeProvider Time, ILoggerFactory Loggers);
