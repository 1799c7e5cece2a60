namespace MarginRouter.Core.Routing;

/// <summary>
/// All-in cost of a quantity against the arrival price, in the product's pricing asset; positive hurts, negative is earned. What is paid
/// over the holding time is valued at the arrival price.
/// </summary>
/// <param name="Price">Paid above (sold below) the arrival price: spread and slippage.</param>
/// <param name="Fee">Taker fees at the account's tier.</param>
/// <param name="Funding">Expected funding over the holding time: a long pays a positive rate, a short receives it.</param>
/// <param name="Borrow">Expected interest on what is borrowed beyond the inventory, less what is saved by paying back.</param>
/// <param name="Margin">Price of the capital that the trade ties up; negative when it frees some.</param>
/// <param name="Fixed">What an order costs whatever its size (ticket, gas).</param>
/// <param name="VenueRisk">Surcharge for holding more at the venue, and for adding to a position that its queue would close early.</param>
/// <param name="Preference">
/// What the trader's venue preferences add to the comparison; no money, therefore not in <see cref="Total"/>.
/// </param>
public readonly record struct CandidateCost(
    decimal Price,
    decimal Fee,
    decimal Funding = 0m,
    decimal Borrow = 0m,
    decimal Margin = 0m,
    decimal Fixed = 0m,
    decimal VenueRisk = 0m,
    decimal Preference = 0m)
{
    /// <summary>Sum of all money.</summary>
    public decimal Total => Price + Fee + Funding + Borrow + Margin + Fixed + VenueRisk;

    /// <summary>What candidates are compared by: money and preference.</summary>
    public decimal Objective => Total + Preference;

    /// <summary>Cost of two quantities together.</summary>
    public static CandidateCost operator +(CandidateCost left, CandidateCost right) => new(
        left.Price + right.Price,
        left.Fee + right.Fee,
        left.Funding + right.Funding,
        left.Borrow + right.Borrow,
        left.Margin + right.Margin,
        left.Fixed + right.Fixed,
        left.VenueRisk + right.VenueRisk,
        left.Preference + right.Preference);

    /// <summary>Cost of a multiple.</summary>
    public static CandidateCost operator *(CandidateCost cost, decimal times) => new(
        cost.Price * times,
        cost.Fee * times,
        cost.Funding * times,
        cost.Borrow * times,
        cost.Margin * times,
        cost.Fixed * times,
        cost.VenueRisk * times,
        cost.Preference * times);
}
