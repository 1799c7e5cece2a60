using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Collateral;

/// <summary>What is taken of one asset to fill a hole.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Quantity">Units taken; positive.</param>
/// <param name="Value">Their value in the reporting currency.</param>
/// <param name="Covers">The part of the hole that they fill.</param>
public sealed record CollateralUse(Asset Asset, decimal Quantity, decimal Value, decimal Covers);
