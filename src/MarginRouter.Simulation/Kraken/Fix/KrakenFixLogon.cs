using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>
/// The check of a Logon on a trading session (docs.kraken.com, unified-fix/logon and guides/fix/authentication): 553 the API key, 5025 the nonce
/// in milliseconds, within five seconds of the venue's clock and larger than the one before, 554 base64 of HMAC-SHA512 with the decoded secret
/// over SHA-256 of 35, 34, 49, 56 and 553 as they stand on the wire, each with its separator, and the nonce. Takes no lock.
/// </summary>
internal sealed class KrakenFixLogon(SimulatedExchange exchange)
{
    private const long Tolerance = 5_000;
    private readonly ConcurrentDictionary<string, long> nonces = new(StringComparer.Ordinal);

    /// <summary>The account that logs on; or why not.</summary>
    public SimulatedAccount? Judge(FixMessage logon, out FixRefusal? refusal)
    {
        refusal = null;
        string? fault =
            !logon.Equals(FixTag.EncryptMethod, "0"u8) ? "EncryptMethod (98) must be 0"
            : logon.GetText(FixTag.Username) is not { } key || exchange.FindByKey(key) is not { } account ? "EAPI:Invalid key"
            : !logon.TryGetLong(KrakenFixTag.Nonce, out long nonce) || Math.Abs(nonce - exchange.Clock.Now.ToMilliseconds()) > Tolerance ? "EAPI:Invalid nonce"
            : !IsSigned(logon, account, nonce) ? "EAPI:Invalid signature"
            : !Advances(key, nonce) ? "EAPI:Invalid nonce"
            : null;
        if (fault is null)
            return exchange.FindByKey(logon.GetText(FixTag.Username)!);
        refusal = FixRefusal.Logon(fault);
        return null;
    }

    private static bool IsSigned(FixMessage logon, SimulatedAccount account, long nonce)
    {
        StringBuilder text = new();
        foreach (int tag in (ReadOnlySpan<int>)[FixTag.MsgType, FixTag.MsgSeqNum, FixTag.SenderCompID, FixTag.TargetCompID, FixTag.Username])
            text.Append(tag).Append('=').Append(logon.GetText(tag)).Append('\u0001');
        byte[] digest = SHA256.HashData(Encoding.ASCII.GetBytes(text.Append(nonce).ToString()));
        byte[] expected = HMACSHA512.HashData(Convert.FromBase64String(account.ApiSecret), digest);
        return logon.GetText(FixTag.Password) == Convert.ToBase64String(expected);
    }

    private bool Advances(string key, long nonce)
    {
        bool advances = true;
        nonces.AddOrUpdate(key, nonce, (_, last) =>
        {
            advances = nonce > last;
            return Math.Max(nonce, last);
        });
        return advances;
    }
}
