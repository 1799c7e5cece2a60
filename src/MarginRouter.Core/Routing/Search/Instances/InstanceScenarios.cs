using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>Price scenarios as one subaccount sees them.</summary>
/// <param name="Moves">By scenario and instrument: relative price move.</param>
/// <param name="StaticProfit">By scenario: profit of what is not traded here, options for example.</param>
internal sealed record InstanceScenarios(ImmutableArray<ImmutableArray<decimal>> Moves, ImmutableArray<decimal> StaticProfit);
