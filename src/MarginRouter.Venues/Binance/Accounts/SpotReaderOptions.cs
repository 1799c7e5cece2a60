using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Binance.Accounts;

/// <summary>What the reader of a Binance spot account is told.</summary>
public sealed record SpotReaderOptions
{
    /// <summary>The subaccount it serves.</summary>
    public required SubaccountId Subaccount { get; init; }

    /// <summary>Base address of the REST interface.</summary>
    public required Uri Rest { get; init; }

    /// <summary>The API key.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The private key: PEM of an Ed25519 key, which FIX needs, or the secret of an HMAC key.</summary>
    public required string Secret { get; init; }

    /// <summary>Longest wait for an answer; default 5 s.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>recvWindow: how long after its time stamp a request is taken; default 5 s.</summary>
    public TimeSpan ReceiveWindow { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Never shows the key or the secret.</summary>
    public override string ToString() => $"Binance spot account of subaccount {Subaccount.Value} at {Rest}";
}
