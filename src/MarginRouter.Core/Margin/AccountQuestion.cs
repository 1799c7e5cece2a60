using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Stress;

namespace MarginRouter.Core.Margin;

/// <summary>One account with its open orders under one price vector: what limits are prepared for.</summary>
/// <param name="Reference">Instruments.</param>
/// <param name="Account">Balances and positions.</param>
/// <param name="Pending">What may still fill of other children.</param>
/// <param name="Prices">Valuation prices.</param>
/// <param name="FillStates">At which fill states limits must hold.</param>
internal sealed record AccountQuestion(
    ReferenceData Reference,
    MarginAccount Account,
    ImmutableArray<PendingFill> Pending,
    PriceVector Prices,
    FillStatePolicy FillStates)
{
    /// <summary>True for a hypothetical vector: the last tier then serves sizes beyond the table.</summary>
    public bool BeyondTables { get; init; }

    /// <summary>The only limit asked about, under a scenario's prices; null for all limits of today.</summary>
    public StressFloor? Floor { get; init; }

    /// <summary>Which orders only shrink what is held; null where the venue keeps balances only.</summary>
    public FlatteningRule? Shrinking { get; init; }
}
