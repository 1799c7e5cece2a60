using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>
/// What a venue itself says of an account's margin, beside its balances and positions. Every figure is of the same moment as the
/// statement that carries it; one that the venue does not give is null, which never counts as agreement.
/// </summary>
/// <param name="Asset">The asset in which the amounts are.</param>
/// <param name="Equity">What the venue counts as equity; may be negative.</param>
/// <param name="InitialMargin">Initial margin of the positions, open orders left out; not negative.</param>
/// <param name="MaintenanceMargin">Maintenance margin of the positions; not negative.</param>
/// <param name="Utilisation">The venue's own ratio as maintenance utilisation, 1 = liquidation (its form is the adapter's to turn).</param>
public sealed record VenueMargin(Asset Asset, decimal? Equity, decimal? InitialMargin, decimal? MaintenanceMargin, decimal? Utilisation)
{
    /// <summary>The marks that the venue reckoned with, where it tells them; without them the local figures use the newest known marks.</summary>
    public ImmutableArray<StatedMark> Marks { get; init; } = [];
}
