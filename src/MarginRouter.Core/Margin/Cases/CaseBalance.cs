using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>A balance of a margin case.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Quantity">Units held; negative is owed.</param>
/// <param name="Price">Price in the reporting currency stated with it; null when it stands among the prices.</param>
public sealed record CaseBalance(Asset Asset, decimal Quantity, decimal? Price);
