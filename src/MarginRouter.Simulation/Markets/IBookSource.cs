namespace MarginRouter.Simulation.Markets;

/// <summary>
/// Where a simulated book comes from. A source knows nothing of the orders that take from the book: it says what other participants
/// show, and size that an order took stays gone until the source says that level again.
/// </summary>
public interface IBookSource
{
    /// <summary>
    /// Appends what changed up to a point in time. The first call states the whole book.
    /// </summary>
    /// <param name="elapsed">Time since the market clock's start; never less than in the call before.</param>
    /// <param name="changes">Receives the changes; empty on entry.</param>
    void Advance(TimeSpan elapsed, BookChanges changes);
}
