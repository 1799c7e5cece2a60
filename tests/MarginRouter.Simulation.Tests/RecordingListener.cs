using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests;

/// <summary>Keeps everything that a simulated venue publishes.</summary>
internal sealed class RecordingListener : IExchangeListener
{
    public List<MarketTick> Ticks { get; } = [];

    public List<ExecutionUpdate> Executions { get; } = [];

    public List<AccountChange> Changes { get; } = [];

    public ConnectionKinds Disconnected { get; private set; }

    public void OnTick(MarketTick tick) => Ticks.Add(tick);

    public void OnExecution(ExecutionUpdate update) => Executions.Add(update);

    public void OnAccountChange(AccountChange change) => Changes.Add(change);

    public void OnDisconnect(ConnectionKinds kinds) => Disconnected |= kinds;
}
