namespace MarginRouter.Simulation.Markets;

/// <summary>
/// The price that all venues of one world follow: a random walk that is pulled back to its start, the same for every venue that is
/// given the same path. Immutable; each book walks it by itself.
/// </summary>
/// <param name="Seed">Chooses the path.</param>
/// <param name="Start">Price at the start, in the pricing asset; positive.</param>
/// <param name="StepMilliseconds">Time of one step; positive.</param>
/// <param name="StepPartsPerMillion">Largest move of one step in parts per million of the price; zero keeps the price still.</param>
public sealed record ReferencePricePath(ulong Seed, decimal Start, int StepMilliseconds = 100, int StepPartsPerMillion = 20);
