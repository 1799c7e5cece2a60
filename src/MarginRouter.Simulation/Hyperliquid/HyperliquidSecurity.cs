using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Hyperliquid;

/// <summary>
/// Finds out who signed an action: the base library's curve tries the accounts' keys. A nonce is taken once and lies between two days ago and
/// tomorrow; an action past its expiry is refused.
/// </summary>
internal sealed class HyperliquidSecurity(SimulatedExchange exchange)
{
    private const long Day = 86_400_000;
    private readonly HashSet<(string Account, ulong Nonce)> nonces = [];

    /// <summary>The account that signed, or null with the venue's words.</summary>
    public SimulatedAccount? Check(JsonElement request, out string refusal)
    {
        ulong nonce = request.GetProperty("nonce").GetUInt64();
        ulong? expiry = request.TryGetProperty("expiresAfter", out JsonElement limit) && limit.ValueKind == JsonValueKind.Number ? limit.GetUInt64() : null;
        JsonElement signature = request.GetProperty("signature");
        byte[] bytes = [.. Bytes(signature.GetProperty("r")), .. Bytes(signature.GetProperty("s"))];
        byte[] hash = HyperliquidHash.OfAction(request.GetProperty("action"), nonce, expiry);
        long now = exchange.Clock.Now.ToMilliseconds();
        SimulatedAccount? account = exchange.Accounts.Values.FirstOrDefault(one => Verifies(one, hash, bytes));
        refusal = account is null ? "User or API Wallet does not exist."
            : (long)nonce < now - (2 * Day) || (long)nonce > now + Day ? $"Invalid nonce: {nonce} is out of range"
            : expiry is { } latest && (long)latest < now ? "Action expired"
            : !nonces.Add((account.Name, nonce)) ? $"Invalid nonce: duplicate nonce {nonce}"
            : "";
        return refusal.Length == 0 ? account : null;
    }

    private static bool Verifies(SimulatedAccount account, byte[] hash, byte[] signature)
    {
        string digits = account.ApiSecret.StartsWith("0x", StringComparison.Ordinal) ? account.ApiSecret[2..] : account.ApiSecret;
        using ECDsa key = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromFriendlyName("secp256k1"), D = Convert.FromHexString(digits) });
        return key.VerifyHash(hash, signature);
    }

    private static byte[] Bytes(JsonElement number)
    {
        byte[] bytes = new byte[32];
        byte[] shortest = BigInteger.Parse("0" + number.GetString()![2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            .ToByteArray(isUnsigned: true, isBigEndian: true);
        shortest.CopyTo(bytes, 32 - shortest.Length);
        return bytes;
    }
}
