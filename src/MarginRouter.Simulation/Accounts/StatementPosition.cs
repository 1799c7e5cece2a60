using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Accounts;

/// <summary>A position in a statement.</summary>
/// <param name="Position">The position.</param>
/// <param name="MarkPrice">Valuation price in the quote asset; null when the book is empty.</param>
/// <param name="UnrealisedProfit">At the mark price; zero when there is none.</param>
public sealed record StatementPosition(SimulatedPosition Position, decimal? MarkPrice, decimal UnrealisedProfit)
{
    /// <summary>The venue's symbol.</summary>
    public string Symbol => Position.Instrument.Symbol;

    /// <summary>Signed size in contracts.</summary>
    public decimal Quantity => Position.Quantity;

    /// <summary>Venue time of the last change.</summary>
    public Instant UpdatedAt => Position.UpdatedAt;
}
