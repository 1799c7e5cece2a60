using System.Collections.Immutable;
using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Quotes;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Margin.Valuation;

namespace MarginRouter.Core.Engine;

/// <summary>One risk domain as configured: the unit of sharding. Everything that one engine needs to know before the first event.</summary>
public sealed record Firm
{
    /// <summary>Venues, instruments, products.</summary>
    public required ReferenceData Reference { get; init; }

    /// <summary>All subaccounts; ids are positions.</summary>
    public required ImmutableArray<Subaccount> Subaccounts { get; init; }

    /// <summary>All desks.</summary>
    public required ImmutableArray<Desk> Desks { get; init; }

    /// <summary>What is decided about venues, by venue id.</summary>
    public ImmutableArray<VenueTerms> VenueTerms { get; init; } = [];

    /// <summary>Makers that may be asked for firm quotes, by venue.</summary>
    public ImmutableArray<QuoteMakers> QuoteMakers { get; init; } = [];

    /// <summary>Caps on exposures of groups of accounts.</summary>
    public ImmutableArray<ExposureLimit> ExposureLimits { get; init; } = [];

    /// <summary>Which transfers of collateral may be suggested; default none.</summary>
    public TransferPolicy Transfers { get; init; } = TransferPolicy.None;

    /// <summary>How often uneven legs of baskets are traded on.</summary>
    public RepairPolicy Repairs { get; init; } = RepairPolicy.Default;

    /// <summary>How assets, and instruments without a mark of their own, are valued; the quote asset of a source is priced by an earlier rule.</summary>
    public required ImmutableArray<ValuationRule> Valuation { get; init; }

    /// <summary>How old inputs may be.</summary>
    public required AgeLimits Ages { get; init; }

    /// <summary>When local margin agrees with the venues', and how error bands are kept.</summary>
    public ReconciliationPolicy Reconciliation { get; init; } = ReconciliationPolicy.Default;

    /// <summary>When the trading day ends, in minutes after midnight UTC, 0 to 1439: day orders expire then. Default 0.</summary>
    public int DayEndMinutes { get; init; }

    /// <summary>Levels of each book side that the engine keeps.</summary>
    public required int BookDepth { get; init; }

    /// <summary>Most work units of one routing decision.</summary>
    public required int WorkUnits { get; init; }

    /// <summary>The desk with this name, or null.</summary>
    public Desk? FindDesk(string name)
    {
        foreach (Desk desk in Desks)
        {
            if (string.Equals(desk.Name, name, StringComparison.Ordinal))
                return desk;
        }

        return null;
    }
}
