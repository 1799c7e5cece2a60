using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Everything that an account holds, or, as a change, the new absolute values of some of it.</summary>
/// <param name="AsOf">Venue time up to which fills are contained.</param>
/// <param name="Balances">Wallet balances.</param>
/// <param name="Positions">Positions; in a change without leverage, which the venue does not repeat there.</param>
internal sealed record AccountStatement(Instant AsOf, IReadOnlyList<AssetBalance> Balances, IReadOnlyList<PositionSnapshot> Positions)
{
    /// <summary>The venue's own margin figures; null in a change, which carries none.</summary>
    public VenueMargin? Margin { get; init; }
}
