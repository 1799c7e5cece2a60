using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>
/// A protocol server on top of a simulated venue. Called under the venue's gate, in the order in which things happen: put the
/// message into the connection's queue and return.
/// </summary>
public interface IExchangeListener
{
    /// <summary>A market changed.</summary>
    void OnTick(MarketTick tick);

    /// <summary>An order changed.</summary>
    void OnExecution(ExecutionUpdate update);

    /// <summary>An account changed without an order. Venues whose protocol does not tell such changes ignore it.</summary>
    void OnAccountChange(AccountChange change)
    {
    }

    /// <summary>A fault wants connections cut without a closing handshake.</summary>
    void OnDisconnect(ConnectionKinds kinds);
}
