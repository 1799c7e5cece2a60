using System.Security.Cryptography;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>
/// WebSocket tokens. A token must be used within fifteen minutes and then holds for the life of the connection that used it.
/// Guarded by the venue's gate.
/// </summary>
internal sealed class KrakenTokens
{
    /// <summary>Seconds within which a token must be used.</summary>
    public const int LifetimeSeconds = 900;

    private readonly Dictionary<string, (SimulatedAccount Account, Instant IssuedAt)> issued = new(StringComparer.Ordinal);

    /// <summary>A new token of an account.</summary>
    public string Issue(SimulatedAccount account, Instant now)
    {
        string token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        issued.Add(token, (account, now));
        return token;
    }

    /// <summary>The account of a token that is still fresh; null otherwise.</summary>
    public SimulatedAccount? Find(string token, Instant now) =>
        issued.TryGetValue(token, out (SimulatedAccount Account, Instant IssuedAt) found)
        && now <= found.IssuedAt.PlusMilliseconds(LifetimeSeconds * 1_000L)
            ? found.Account
            : null;
}
