using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Fix.Transport;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>One client of the venue with its session. Everything but the log-on check is used under the venue's gate.</summary>
internal sealed class FixVenueClient(FixVenueClientOptions options, IReadOnlyList<SimulatedAccount> accounts)
{
    private FixSession? session;

    /// <summary>Accounts it may trade, the default one first.</summary>
    public IReadOnlyList<SimulatedAccount> Accounts => accounts;

    /// <summary>Binds the session that the acceptor made.</summary>
    public void Bind(FixSession bound) => session = bound;

    /// <summary>Null when the Logon carries the right user name and password; takes no lock.</summary>
    public FixRefusal? CheckLogon(FixMessage logon) =>
        logon.GetText(FixTag.Username) == options.Username && logon.GetText(FixTag.Password) == options.Password
            ? null
            : FixRefusal.Logon("invalid user name or password");

    /// <summary>The account that a message means; null when it names one that is not the client's.</summary>
    public SimulatedAccount? AccountOf(FixMessage message)
    {
        if (message.GetText(FixTag.Account) is not string name)
            return accounts.Count > 0 ? accounts[0] : null;
        foreach (SimulatedAccount account in accounts)
        {
            if (account.Name == name)
                return account;
        }

        return null;
    }

    /// <summary>Sends a message; while the client is away it is stored and comes with the resend after its next logon.</summary>
    public void Send(FixMessageWriter message) => session?.Send(message);

    /// <summary>Cuts the connection without a Logout.</summary>
    public void Disconnect() => session?.Disconnect("cut by the simulator");

    /// <summary>Says goodbye to a client that is logged on.</summary>
    public void Logout()
    {
        if (session is { IsLoggedOn: true })
            session.Logout("the venue closes");
    }
}
