using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>One stage of a basket's plan: what is sent together. The next one leaves when it has ended and is decided anew then.</summary>
/// <param name="Legs">The legs, from 0, in order.</param>
/// <param name="Blocks">Blocks of each of them.</param>
public sealed record BasketStage(ImmutableArray<int> Legs, long Blocks);
