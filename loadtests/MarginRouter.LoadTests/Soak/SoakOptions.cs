namespace MarginRouter.LoadTests.Soak;

/// <summary>What a soak is asked to do.</summary>
/// <param name="Duration">How long faults are ordered; two thirds of it with orders, the last third without, for the look at memory.</param>
/// <param name="Seed">Seed of orders and faults.</param>
/// <param name="OrdersPerSecond">Parent orders a second.</param>
/// <param name="FaultsPerMinute">Faults a minute, over all venues.</param>
internal sealed record SoakOptions(TimeSpan Duration, int Seed, int OrdersPerSecond, int FaultsPerMinute);
