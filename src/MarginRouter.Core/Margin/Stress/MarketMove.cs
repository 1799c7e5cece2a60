using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>A move of the whole market; every asset follows it by its beta.</summary>
/// <param name="Move">Relative move of the market as a plain fraction.</param>
/// <param name="Betas">Beta by asset code; an asset's move, beta times move, is above -1.</param>
/// <param name="OtherBeta">Beta of every other asset that is not pegged.</param>
public sealed record MarketMove(decimal Move, ImmutableSortedDictionary<string, decimal> Betas, decimal OtherBeta);
