namespace MarginRouter.Core.Margin.Books;

/// <summary>Terms and market of an option that is margined position by position.</summary>
/// <param name="IsCall">True for a call.</param>
/// <param name="Strike">Strike in the price currency of the underlying; positive.</param>
/// <param name="Spot">Price of the underlying; zero when it is not known.</param>
/// <param name="Years">Time to expiry in years; positive.</param>
/// <param name="Volatility">Implied volatility per year as a plain fraction; positive.</param>
internal sealed record BookOption(bool IsCall, decimal Strike, decimal Spot, decimal Years, decimal Volatility);
