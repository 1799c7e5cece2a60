using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>A straight piece of a requirement: what stands before the trade and what each route adds.</summary>
/// <param name="Constant">Money without any child.</param>
/// <param name="Slopes">By route that matters.</param>
internal sealed record AffinePiece(decimal Constant, ImmutableArray<LimitSlope> Slopes);
