namespace MarginRouter.Core.Margin;

/// <summary>How a limit moves with one candidate.</summary>
/// <param name="PerLot">Money for each lot at the candidate's limit price.</param>
/// <param name="PerLotAndTick">Money that each lot adds to it for each tick by which the limit price is worse; not negative.</param>
internal readonly record struct TangentSlope(decimal PerLot, decimal PerLotAndTick);
