using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>What a basket's plan comes to.</summary>
/// <param name="Blocks">Blocks of all stages together.</param>
/// <param name="Stages">The stages.</param>
/// <param name="First">The legs of the first stage; null for those that it does not send.</param>
/// <param name="Blocking">What holds the rest back.</param>
internal sealed record StagePlan(
    long Blocks, ImmutableArray<BasketStage> Stages, RouteDecision?[] First, ImmutableArray<BasketBlock> Blocking);
