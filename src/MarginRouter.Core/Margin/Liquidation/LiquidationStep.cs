namespace MarginRouter.Core.Margin.Liquidation;

/// <summary>The first step of a venue's liquidation of one position.</summary>
/// <param name="ClosedShare">Share of the position that is closed first, in [0, 1].</param>
/// <param name="ClosedValue">Its value at mark in the reporting currency.</param>
/// <param name="WaitSeconds">Seconds until the venue goes on with the rest; null where the sources do not say.</param>
/// <param name="TakenOver">True when equity is so low that the venue's vault takes the whole position instead.</param>
public sealed record LiquidationStep(decimal ClosedShare, decimal ClosedValue, decimal? WaitSeconds, bool TakenOver);
