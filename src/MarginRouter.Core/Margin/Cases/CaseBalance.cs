using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>A balance of a margin case.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Quantity">Units held; negative is owed.</param>
/// <param name="Price">Price in the reporting currency stated with it; null when it stands among the prices.</param>
public sealed record CaseBalance(Asset Asset, decimal Quantity, decimal? Price)
{
    /// <summary>Its place in the file of the case, for errors; empty for a balance that was not read.</summary>
    public string Place { get; init; } = string.Empty;

    /// <summary>Years from the case's time until a negotiated loan is due; null for everything else.</summary>
    public decimal? YearsToMaturity { get; init; }

    /// <summary>Interest of a debt per year as a plain fraction; null where none is stated.</summary>
    public decimal? RatePerYear { get; init; }
}
