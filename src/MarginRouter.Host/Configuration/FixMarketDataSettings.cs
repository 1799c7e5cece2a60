using MarginRouter.Venues.FixVenue;

namespace MarginRouter.Host.Configuration;

/// <summary>The market data session of a FIX venue.</summary>
/// <param name="TargetCompId">The venue's comp id, of all its sessions.</param>
/// <param name="CompId">Our SenderCompID(49) of the market data session.</param>
/// <param name="UsernameSecret">Reference of the Username(553) secret.</param>
/// <param name="PasswordSecret">Reference of the Password(554) secret.</param>
public sealed record FixMarketDataSettings(string TargetCompId, string CompId, string UsernameSecret, string PasswordSecret)
{
    /// <summary>The venue's words for balances, debts and credit in its position reports.</summary>
    public FixAmountTypes AmountTypes { get; init; } = FixAmountTypes.Default;
}
