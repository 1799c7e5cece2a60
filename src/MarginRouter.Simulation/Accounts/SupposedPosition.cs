namespace MarginRouter.Simulation.Accounts;

/// <summary>A position of a what-if question.</summary>
/// <param name="Symbol">The venue's symbol.</param>
/// <param name="Quantity">Signed size in contracts.</param>
/// <param name="EntryPrice">Average entry price; null for the mark.</param>
/// <param name="Leverage">Its leverage; null where the question names none.</param>
internal readonly record struct SupposedPosition(string Symbol, decimal Quantity, decimal? EntryPrice, decimal? Leverage);
