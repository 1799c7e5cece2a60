namespace MarginRouter.Core.Margin.Rules;

/// <summary>Relative moves of implied volatility in the scan.</summary>
/// <param name="Up">Relative rise at 30 days, for example 0.5; not negative.</param>
/// <param name="Down">Relative fall at 30 days; in [0, 1].</param>
/// <param name="ShortPower">Power of (30 / days) below 30 days; zero scales nothing.</param>
/// <param name="LongPower">The same from 30 days on.</param>
/// <param name="LeastForUp">Volatility below which the venue floors the rise; options below it are refused. Zero where there is no floor.</param>
public sealed record VolatilityShock(decimal Up, decimal Down, decimal ShortPower, decimal LongPower, decimal LeastForUp);
