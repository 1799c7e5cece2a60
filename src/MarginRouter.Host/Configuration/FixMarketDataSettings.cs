using MarginRouter.Fix.Session;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Host.Configuration;

/// <summary>The sessions of a FIX venue, but for what differs by account.</summary>
/// <param name="TargetCompId">The venue's comp id, of all its sessions unless said otherwise.</param>
/// <param name="CompId">Our SenderCompID(49) of the market data session.</param>
/// <param name="UsernameSecret">Reference of the Username(553) secret; empty where market data needs no proof.</param>
/// <param name="PasswordSecret">Reference of the Password(554) secret, or of the key that signs; empty where market data needs no proof.</param>
public sealed record FixMarketDataSettings(string TargetCompId, string CompId, string UsernameSecret, string PasswordSecret)
{
    /// <summary>The venue's words for balances, debts and credit in its position reports.</summary>
    public FixAmountTypes AmountTypes { get; init; } = FixAmountTypes.Default;

    /// <summary>How the venue's FIX differs from the standard.</summary>
    public FixDialect Dialect { get; init; } = FixDialect.Standard;

    /// <summary>The venue's comp id of market data sessions; null is that of the others.</summary>
    public string? MarketDataTargetCompId { get; init; }

    /// <summary>HeartBtInt(108), in seconds.</summary>
    public int HeartbeatSeconds { get; init; } = 5;

    /// <summary>Whether the venue is asked to cancel a session's orders when its connection breaks; null asks nothing.</summary>
    public bool? CancelOnDisconnect { get; init; }

    /// <summary>When sessions may be logged on and where their numbers begin anew; null always and never.</summary>
    public FixSessionSchedule? Schedule { get; init; }

    /// <summary>Where the sessions' messages are written for people; null for nowhere.</summary>
    public MessageLogSettings? MessageLog { get; init; }

    /// <summary>Authorities that may have signed the venue's certificate, PEM; null stands for those that the system trusts.</summary>
    public string? AuthorityFile { get; init; }

    /// <summary>What states the accounts where the venue's FIX does not; null where it does.</summary>
    public FixAccountReader? Reader { get; init; }
}
