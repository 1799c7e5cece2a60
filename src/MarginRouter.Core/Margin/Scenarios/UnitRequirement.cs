using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>What one underlying requires: the scan's margin before the other margin's factor.</summary>
/// <param name="Worst">The scenario that sets the scan.</param>
/// <param name="Requirement">max(worst loss + charges, minimum charge), in the reporting currency.</param>
/// <param name="Terms">Its addends.</param>
internal sealed record UnitRequirement(WorstScenario Worst, decimal Requirement, ImmutableArray<MarginTerm> Terms);
