namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Terms of an option position.</summary>
/// <param name="IsCall">True for a call.</param>
/// <param name="Strike">Strike in the reporting currency; positive.</param>
/// <param name="Volatility">Implied volatility per year as a plain fraction; positive.</param>
public sealed record ScenarioOption(bool IsCall, decimal Strike, decimal Volatility)
{
    /// <summary>Price of the underlying for the day of expiry over its price now; positive, 1 where the index stands for the forward. It stays in every shock.</summary>
    public decimal ForwardRatio { get; init; } = 1m;
}
