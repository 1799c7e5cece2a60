namespace MarginRouter.Core.Margin.Search;

/// <summary>A European option on a forward, with the market that values it.</summary>
/// <param name="IsCall">True for a call, false for a put.</param>
/// <param name="Forward">Price of the underlying for the day of expiry; positive.</param>
/// <param name="Strike">Strike; positive.</param>
/// <param name="Years">Time to expiry in years; at or below zero the option is worth what it would pay.</param>
/// <param name="Volatility">Implied volatility per year as a plain fraction; not negative.</param>
/// <param name="Rate">Continuous rate at which the payment is discounted, as a plain fraction per year.</param>
internal readonly record struct OptionTerms(bool IsCall, decimal Forward, decimal Strike, decimal Years, decimal Volatility, decimal Rate);
