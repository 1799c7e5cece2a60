namespace MarginRouter.Core.Margin.Rules;

/// <summary>One row of a tier table: what holds for the part of a position between two sizes.</summary>
/// <param name="From">Lower bound in the table's unit; zero or positive.</param>
/// <param name="To">Upper bound, inclusive; null is open.</param>
/// <param name="InitialRate">Initial margin rate as a plain fraction; null where it follows from the leverage.</param>
/// <param name="MaintenanceRate">Maintenance rate as a plain fraction in [0, 1]; zero where the model has none.</param>
/// <param name="Deduction">Amount taken off so that the requirement is continuous over the lower bound; in the quote asset, not negative.</param>
/// <param name="MaximumLeverage">Largest leverage allowed at this size; null where the venue has none.</param>
public sealed record MarginTier(
    decimal From,
    decimal? To,
    decimal? InitialRate,
    decimal MaintenanceRate,
    decimal Deduction,
    decimal? MaximumLeverage)
{
    /// <summary>What is added to both rates per unit of size, for venues whose rates grow with every unit; zero elsewhere.</summary>
    public decimal RatePerUnit { get; init; }
}
