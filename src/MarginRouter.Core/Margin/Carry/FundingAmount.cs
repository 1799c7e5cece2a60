namespace MarginRouter.Core.Margin.Carry;

/// <summary>Funding of one position over a time, in the currency in which its value was given.</summary>
/// <param name="Instrument">The venue's symbol.</param>
/// <param name="Payments">Number of payments that fall into the time.</param>
/// <param name="Expected">What is paid at the published rate; negative is received.</param>
/// <param name="Worst">What is paid if every rate is the cap against the position; the absolute expected amount where there is no cap.</param>
public sealed record FundingAmount(string Instrument, long Payments, decimal Expected, decimal Worst);
