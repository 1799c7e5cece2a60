namespace MarginRouter.Core.Margin;

/// <summary>A straight line in the lots of one candidate.</summary>
/// <param name="AtNone">Money for no lots.</param>
/// <param name="PerLot">Money for each lot.</param>
internal readonly record struct AccountRowLine(decimal AtNone, decimal PerLot);
