using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Venues.Trading;

/// <summary>
/// What a venue states of one account outside of the connection that carries its orders: for venues whose order protocol has no statements
/// or no questions. Requests throw what is transient on a connection when they get no answer.
/// </summary>
public interface IAccountReader : IDisposable
{
    /// <summary>Reads the whole account; it contains exactly the fills up to its own time.</summary>
    Task<AccountSnapshot> ReadAsync(CancellationToken cancellation);

    /// <summary>What became of an order; null when the venue does not know it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<FoundOrder?> FindAsync(OrderNames order, CancellationToken cancellation);

    /// <summary>The orders that stand in an instrument.</summary>
    Task<IReadOnlyList<ListedOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation);
}
