using MarginRouter.Host.Configuration;
using MarginRouter.Host.Engine;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Host.Runtime;

/// <summary>What a router needs from its surroundings.</summary>
/// <param name="Secrets">Where secrets are resolved.</param>
/// <param name="ConfigurationHash">Names the configuration in a new journal.</param>
/// <param name="Time">The clock; the system's only in the program itself.</param>
/// <param name="Loggers">Loggers.</param>
/// <param name="Observer">Who watches decisions; null for nobody.</param>
internal sealed record RouterServices(
    SecretSource Secrets,
    string ConfigurationHash,
    TimeProvider Time,
    ILoggerFactory Loggers,
    IEngineObserver? Observer);
