namespace MarginRouter.Core.Margin.Stress;

/// <summary>Collateral that falls while a position loses.</summary>
/// <param name="Position">Size of the underlying's move, tried up and down; in (0, 1).</param>
/// <param name="Collateral">Relative move of every other asset held that is not pegged; in (-1, 0].</param>
public readonly record struct WrongWayMove(decimal Position, decimal Collateral);
