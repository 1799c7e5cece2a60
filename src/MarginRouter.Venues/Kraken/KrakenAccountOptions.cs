using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Kraken;

/// <summary>One Kraken account or subaccount: its key pair and whether it trades on margin.</summary>
public sealed record KrakenAccountOptions
{
    /// <summary>The subaccount it serves.</summary>
    public required SubaccountId Subaccount { get; init; }

    /// <summary>The API key; needs the permissions to query funds, orders and trades, to place and cancel orders, and WebSockets.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The API secret in base 64.</summary>
    public required string ApiSecret { get; init; }

    /// <summary>
    /// True: orders in pairs that Kraken margins are funded on margin and held as positions. False: every fill exchanges two balances.
    /// </summary>
    public bool Margin { get; init; }

    /// <summary>
    /// Highest leverage at which the account's margin orders are funded, although a pair may list more. An order over the socket cannot
    /// choose its leverage; the least favourable assumption holds until a position shows the true one. Above 1; default 5.
    /// </summary>
    public decimal MaximumLeverage { get; init; } = 5;

    /// <summary>Never shows the key or the secret.</summary>
    public override string ToString() => $"Kraken account of subaccount {Subaccount.Value}, margin {Margin}";
}
