namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>What one subscribe or unsubscribe request names, for one symbol.</summary>
/// <param name="Channel">book, ticker, trade, executions or balances.</param>
/// <param name="Symbol">The pair; null for account channels.</param>
/// <param name="Depth">Levels a side; only for book.</param>
/// <param name="Snapshot">Whether the subscriber wants the present state first.</param>
internal sealed record KrakenSubscription(string Channel, string? Symbol, int? Depth, bool Snapshot);
