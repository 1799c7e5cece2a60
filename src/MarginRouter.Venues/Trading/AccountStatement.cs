using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;

namespace MarginRouter.Venues.Trading;

/// <summary>Everything that an account holds, as the venue stated it at one moment.</summary>
/// <param name="AsOf">Venue time up to which fills are contained.</param>
/// <param name="Balances">Wallet balances.</param>
/// <param name="Positions">Positions of configured instruments; flat ones state a leverage.</param>
/// <param name="Margin">The venue's own margin figures; null where it has none.</param>
internal sealed record AccountStatement(
    Instant AsOf, IReadOnlyList<AssetBalance> Balances, IReadOnlyList<PositionSnapshot> Positions, VenueMargin? Margin);
