using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>
/// One comparison of local margin figures with a venue's: of a statement, or of the venue's answer to a what-if question. All amounts in
/// the account's reporting currency. The journal holds it, and recovery takes the error band and the state of the account from it.
/// </summary>
public sealed record MarginComparison
{
    /// <summary>Whose.</summary>
    public required SubaccountId Subaccount { get; init; }

    /// <summary>The rule set that gave the local figures.</summary>
    public required string RuleSet { get; init; }

    /// <summary>Venue time of the figures.</summary>
    public required Instant AsOf { get; init; }

    /// <summary>The what-if question that the figures answer; null for those of a statement.</summary>
    public string? Question { get; init; }

    /// <summary>What it came to.</summary>
    public required ReconciliationOutcome Outcome { get; init; }

    /// <summary>The figures side by side, in the order equity, initial margin, maintenance margin, utilisation; those that both sides have.</summary>
    public ImmutableArray<ComparedFigure> Figures { get; init; } = [];

    /// <summary>Names of figures that the venue did not give; empty when it gave all.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Why the local figures are unknown; null when they are known.</summary>
    public string? LocalUnknown { get; init; }

    /// <summary>
    /// How far off the local figures are, as a share of the venue's equity: the error of equity plus the greatest of the others. Null when
    /// nothing could be compared.
    /// </summary>
    public decimal? Error { get; init; }
}
