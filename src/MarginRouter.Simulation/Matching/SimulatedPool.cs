using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Matching;

/// <summary>One pool of a simulated venue's insurance fund.</summary>
/// <param name="Symbol">The symbol whose own it is; empty for the general one.</param>
/// <param name="Balance">What it holds, in the settlement asset; may be negative.</param>
/// <param name="Peak">The most that it has held; not negative.</param>
/// <param name="PeakAt">Since when that is the most.</param>
public sealed record SimulatedPool(string Symbol, decimal Balance, decimal Peak, Instant PeakAt);
