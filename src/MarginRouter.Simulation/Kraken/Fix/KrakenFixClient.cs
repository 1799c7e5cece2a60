using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Transport;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>The client of one session, over all its connections. Used under the venue's gate.</summary>
internal sealed class KrakenFixClient(FixSession session)
{
    /// <summary>Whose key its last logon showed; null on market data sessions.</summary>
    public SimulatedAccount? Account { get; set; }

    /// <summary>CancelOrdersOnDisconnect (8674) of its last logon; true unless it said 1.</summary>
    public bool CancelsOnDisconnect { get; set; } = true;

    /// <summary>Sends a message; reports to a client that is away come with the resend after its next logon.</summary>
    public void Send(FixMessageWriter message) => session.Send(message);

    /// <summary>Cuts the connection without a Logout.</summary>
    public void Disconnect() => session.Disconnect("cut by the simulator");
}
