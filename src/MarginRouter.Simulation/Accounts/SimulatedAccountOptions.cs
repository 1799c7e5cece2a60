namespace MarginRouter.Simulation.Accounts;

/// <summary>An account of a simulated venue at its start.</summary>
public sealed record SimulatedAccountOptions
{
    /// <summary>Name by which tests and reports call it; unique in the venue.</summary>
    public required string Name { get; init; }

    /// <summary>API key or user name that a client presents; unique in the venue.</summary>
    public required string ApiKey { get; init; }

    /// <summary>API secret or password, in the form the venue hands out (Kraken: base64).</summary>
    public required string ApiSecret { get; init; }

    /// <summary>The key's passphrase, where the venue has one.</summary>
    public string ApiPassphrase { get; init; } = "";

    /// <summary>Wallet balance per asset code; negative is owed.</summary>
    public IReadOnlyDictionary<string, decimal> Balances { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Positions held at the start.</summary>
    public IReadOnlyList<OpeningPosition> Positions { get; init; } = [];

    /// <summary>Leverage per symbol; symbols not listed have <see cref="DefaultLeverage"/>.</summary>
    public IReadOnlyDictionary<string, decimal> Leverages { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Leverage of symbols not listed; at least 1.</summary>
    public decimal DefaultLeverage { get; init; } = 20;

    /// <summary>True when each position has margin of its own, moved out of the wallet; false for cross margin.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>
    /// The most that the venue lends of an asset: a fill that takes a balance below zero borrows the rest, what comes in pays back. Assets
    /// that are not listed are not lent.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> CreditLines { get; init; } = new Dictionary<string, decimal>();
}
