using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Trading;

/// <summary>What an adapter is given by the program around it.</summary>
/// <param name="Sink">Where it delivers.</param>
/// <param name="Time">Clock and timers.</param>
/// <param name="Logger">Log.</param>
public sealed record AdapterServices(IVenueEventSink Sink, TimeProvider Time, ILogger Logger);
