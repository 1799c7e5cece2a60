namespace MarginRouter.Core.Margin.Rules;

/// <summary>How a venue charges interest on what is borrowed.</summary>
/// <param name="PeriodHours">Hours of one charging period; positive. A period that has begun is charged whole.</param>
/// <param name="Compounds">True when charged interest bears interest itself.</param>
/// <param name="PeriodRate">Rate per period as a plain fraction where the venue has one for every asset; null where it publishes rates per asset.</param>
/// <param name="OpeningRate">Rate that is charged once when the debt begins; zero where there is none.</param>
/// <param name="Curve">Yearly rate by how much of the pool is lent; null where there is none.</param>
public sealed record InterestRule(decimal PeriodHours, bool Compounds, decimal? PeriodRate, decimal OpeningRate, BorrowRateCurve? Curve)
{
    private const decimal HoursPerYear = 8_760m;

    /// <summary>The rate of one period for a yearly rate.</summary>
    public decimal RatePerPeriod(decimal yearly) => yearly * PeriodHours / HoursPerYear;
}
