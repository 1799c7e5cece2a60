using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Liquidation;

/// <summary>A position that its venue is about to liquidate.</summary>
/// <param name="Instrument">Its name, for refusals.</param>
/// <param name="Size">Its size in the unit of its tier table; not negative.</param>
/// <param name="Value">Its absolute value at mark in the reporting currency.</param>
/// <param name="Tiers">Its tier table; null where it has none.</param>
/// <param name="Requirement">Maintenance margin of the account (of the position alone when isolated), in the reporting currency.</param>
/// <param name="Equity">Equity that stands against it.</param>
public sealed record LiquidatedPosition(string Instrument, decimal Size, decimal Value, TierTable? Tiers, decimal Requirement, decimal Equity);
