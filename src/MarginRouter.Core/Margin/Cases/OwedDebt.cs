using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>A debt of a case.</summary>
/// <param name="Asset">What is owed.</param>
/// <param name="Quantity">Units owed, interest included; positive.</param>
/// <param name="Value">Its value in the reporting currency.</param>
/// <param name="YearsToMaturity">Years until a negotiated loan is due; null for a debt that may be called or paid back at any time.</param>
/// <param name="InterestPerDay">Interest of a day in the reporting currency; null where no rate is stated.</param>
public sealed record OwedDebt(Asset Asset, decimal Quantity, decimal Value, decimal? YearsToMaturity, decimal? InterestPerDay);
