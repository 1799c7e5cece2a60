using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>One asset that a case holds as collateral, values in the reporting currency.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Quantity">Units held; positive.</param>
/// <param name="Value">Full value.</param>
/// <param name="Counted">The part of it that the rule set's table counts.</param>
/// <param name="Share">Its share of the value of everything held, in [0, 1].</param>
public sealed record HeldCollateral(Asset Asset, decimal Quantity, decimal Value, decimal Counted, decimal Share);
