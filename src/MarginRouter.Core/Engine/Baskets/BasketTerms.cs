using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>An admitted basket on the grids of its legs.</summary>
/// <param name="Legs">By leg: the product, and its lots in one block.</param>
/// <param name="Blocks">Whole blocks in the quantity.</param>
/// <param name="UnitsPerBlock">Units of the desk in a block.</param>
internal sealed record BasketTerms(ImmutableArray<(Product Product, long LotsPerBlock)> Legs, long Blocks, decimal UnitsPerBlock);
