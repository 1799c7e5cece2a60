using MarginRouter.Fix.Transport;

namespace MarginRouter.Simulation.Kraken.Fix;

/// <summary>FIX of a simulated Kraken spot exchange.</summary>
public sealed record KrakenFixOptions
{
    /// <summary>SenderCompIDs (49) that the venue has given out, for trading and market data alike.</summary>
    public required IReadOnlyList<string> ClientCompIds { get; init; }

    /// <summary>TLS as on the real venue; null speaks plain TCP.</summary>
    public FixTlsOptions? Tls { get; init; }
}
