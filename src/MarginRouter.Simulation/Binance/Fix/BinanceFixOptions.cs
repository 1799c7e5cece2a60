using MarginRouter.Fix.Transport;

namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>FIX of a simulated Binance spot exchange.</summary>
public sealed record BinanceFixOptions
{
    /// <summary>SenderCompIDs (49) that clients use, one to eight letters, digits, - and _. The venue takes any; the simulator wants to be told.</summary>
    public required IReadOnlyList<string> ClientCompIds { get; init; }

    /// <summary>Ed25519 public keys of the accounts' API keys, by account name, each 32 bytes in base64. Other accounts cannot log on.</summary>
    public required IReadOnlyDictionary<string, string> PublicKeys { get; init; }

    /// <summary>How late drop copies are.</summary>
    public TimeSpan DropCopyDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>TLS as on the real venue; null speaks plain TCP, as behind a stunnel.</summary>
    public FixTlsOptions? Tls { get; init; }
}
