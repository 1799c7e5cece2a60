namespace MarginRouter.Core.Margin.Stress.History;

/// <summary>Historical simulation of a desk, or of one account of it.</summary>
/// <param name="Name">The account, or the desk.</param>
/// <param name="Currency">The currency of its figures.</param>
/// <param name="Worth">What it is worth today, without haircuts.</param>
/// <param name="Tail">Its value at risk and expected shortfall.</param>
/// <param name="WorstFrom">First day of the window in which it loses most.</param>
/// <param name="WorstLoss">The loss of that window.</param>
/// <param name="Liquidations">Number of windows in which the account liquidates; of a desk, in which any of its accounts does.</param>
/// <param name="Unknown">Number of windows whose margin the rules do not cover, while the loss is known.</param>
public sealed record HistoricalRisk(
    string Name, string Currency, decimal Worth, TailRisk Tail, DateOnly WorstFrom, decimal WorstLoss, int Liquidations, int Unknown);
