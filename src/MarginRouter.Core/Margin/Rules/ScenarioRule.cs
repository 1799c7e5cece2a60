using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>
/// Figures of a scenario margin (margin-models sections 2.3, 3.3, 7 and 9). The requirement of one underlying is the worst loss over
/// price moves and volatility moves, extreme moves counted in part, plus charges, and at least a minimum charge; underlyings add up.
/// </summary>
public sealed record ScenarioRule
{
    /// <summary>Price moves of the scan, as plain fractions; each class has zero, falls and rises.</summary>
    public required ClassFigures Prices { get; init; }

    /// <summary>Extreme moves; null where the venue has none.</summary>
    public ClassFigures? Extremes { get; init; }

    /// <summary>Share of an extreme loss that counts.</summary>
    public decimal ExtremeFraction { get; init; } = 1m;

    /// <summary>Loss, in the reporting currency, up to which an extreme move counts nothing; beyond it the rules refuse. Null where there is no dampener.</summary>
    public ClassFigures? ExtremeDampener { get; init; }

    /// <summary>Volatility moves; null where options are refused.</summary>
    public VolatilityShock? Volatility { get; init; }

    /// <summary>
    /// Basis charge per unit of net delta of each expiry: the first figure is the least move (the only one of perpetual contracts), the
    /// second the move per year to expiry. Without a second figure dated contracts are refused.
    /// </summary>
    public ClassFigures? Basis { get; init; }

    /// <summary>Charge per unit of gross contract value, added to the scan; null where there is none.</summary>
    public ClassFigures? ContractCharge { get; init; }

    /// <summary>Raw minimum charge per unit of gross contract value; null where there is none.</summary>
    public ClassFigures? MinimumCharge { get; init; }

    /// <summary>Multipliers on the raw minimum charge by its own size.</summary>
    public MarginalTable? MinimumMultipliers { get; init; }

    /// <summary>Charge on hedges across stable currencies; null where there is none.</summary>
    public StableMismatch? Mismatch { get; init; }

    /// <summary>Delta in the reporting currency beyond which the venue adds a charge that is not known; null where there is none.</summary>
    public ClassFigures? LargestDelta { get; init; }

    /// <summary>True when the scan gives maintenance margin, false when it gives initial margin.</summary>
    public required bool GridIsMaintenance { get; init; }

    /// <summary>The other margin over the one that the scan gives; positive.</summary>
    public required decimal OtherFactor { get; init; }

    /// <summary>Requirement on borrowed assets per unit of value: maintenance, then initial; null where borrowing is refused.</summary>
    public ClassFigures? Borrowing { get; init; }

    /// <summary>Fee of closing a borrowing that the venue's ratio adds, per unit of its value with its maintenance margin.</summary>
    public decimal BorrowingFee { get; init; }

    /// <summary>True when balances of an underlying hedge its contracts, up to their delta.</summary>
    public bool CollateralHedges { get; init; }

    /// <summary>True when options settle in the underlying and are priced in it.</summary>
    public bool CoinOptions { get; init; }

    /// <summary>What the sources do not give in full.</summary>
    public ImmutableArray<ScenarioGap> Gaps { get; init; } = [];

    /// <summary>What exactly is missing, by gap; refusals carry it.</summary>
    public ImmutableSortedDictionary<ScenarioGap, string> GapFigures { get; init; } = ImmutableSortedDictionary.Create<ScenarioGap, string>();

    /// <summary>Text that follows a refusal by a gap: the figures that are missing; empty where the file does not name them.</summary>
    internal string Lacking(ScenarioGap gap) => GapFigures.TryGetValue(gap, out string? figures) ? $": {figures}" : string.Empty;
}
