using System.Globalization;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Rest;

/// <summary>
/// Lets private REST calls in: the key must be known, the signature must fit, and the nonce must be higher than every nonce that
/// was accepted for the key before.
/// </summary>
internal sealed class KrakenRestGate(SimulatedExchange exchange)
{
    private readonly Dictionary<string, ulong> lastNonces = new(StringComparer.Ordinal);

    /// <summary>The account of a call; null with the venue's error text when it is not let in.</summary>
    public SimulatedAccount? Admit(KrakenRestCall call, out string error)
    {
        error = "EAPI:Invalid key";
        if (call.Key is null || exchange.FindByKey(call.Key) is not SimulatedAccount account)
            return null;
        error = "EAPI:Invalid nonce";
        if (call.Field("nonce") is not string text || !ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong nonce))
            return null;
        error = "EAPI:Invalid signature";
        byte[] secret = Convert.FromBase64String(account.ApiSecret);
        if (call.Signature is null || !KrakenSignature.Matches(secret, call.Path, text, call.Body, call.Signature))
            return null;
        error = "EAPI:Invalid nonce";
        return exchange.Locked(() => IsHigher(call.Key, nonce)) ? account : null;
    }

    private bool IsHigher(string key, ulong nonce)
    {
        if (lastNonces.TryGetValue(key, out ulong last) && nonce <= last)
            return false;
        lastNonces[key] = nonce;
        return true;
    }
}
