namespace MarginRouter.Core.Routing;

/// <summary>
/// All-in cost of a quantity against the arrival price, in the product's pricing asset; positive hurts. Later issues add funding,
/// borrow, margin and fixed cost.
/// </summary>
/// <param name="Price">Paid above (sold below) the arrival price: spread and slippage.</param>
/// <param name="Fee">Taker fees.</param>
public readonly record struct CandidateCost(decimal Price, decimal Fee)
{
    /// <summary>Sum.</summary>
    public decimal Total => Price + Fee;

    /// <summary>Cost of two quantities together.</summary>
    public static CandidateCost operator +(CandidateCost left, CandidateCost right) => new(left.Price + right.Price, left.Fee + right.Fee);
}
