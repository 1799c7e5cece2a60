using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>The answer to a margin case, in the reporting currency. Where no mark was given only liquidation prices are known.</summary>
public sealed record MarginFigures
{
    /// <summary>The rule set.</summary>
    public required string Rules { get; init; }

    /// <summary>Equity, initial and maintenance margin, acceptance and terms; null without marks.</summary>
    public required MarginAssessment? Margin { get; init; }

    /// <summary>True when every position states its leverage, so that initial margin and acceptance are known.</summary>
    public required bool InitialKnown { get; init; }

    /// <summary>True when the venue accepts the state: its requirement is within what it grants and no position is above what its leverage allows.</summary>
    public bool Accepted =>
        Margin is { } margin && margin.AcceptanceRequired <= margin.AcceptanceAvailable && !Outlook.Any(position => position.AboveLeverage);

    /// <summary>The venue's own ratio under its own name; null when the rules have none or there is no requirement.</summary>
    public required decimal? VenueRatio { get; init; }

    /// <summary>Name of the venue's ratio; null when the rules have none.</summary>
    public required string? VenueRatioName { get; init; }

    /// <summary>What the venue does in this state.</summary>
    public required LadderAction Action { get; init; }

    /// <summary>The mark of each held instrument at which the account liquidates, others at their marks; null where none does.</summary>
    public required ImmutableSortedDictionary<string, decimal?> LiquidationPrices { get; init; }

    /// <summary>The scenario that sets the scan of the underlying that loses most; null in every other model and without positions.</summary>
    public WorstScenario? Worst { get; init; }

    /// <summary>Tier bounds and first liquidation step of each held contract with a tier table; empty without marks and under scenario rules.</summary>
    public ImmutableArray<PositionOutlook> Outlook { get; init; } = [];

    /// <summary>Smallest relative move of one underlying that liquidates; null when none does or without marks.</summary>
    public required decimal? LiquidationDistance { get; init; }

    /// <summary>What is held and owed, its concentration and the order of its use; null when a price is missing.</summary>
    public CaseCollateral? Collateral { get; init; }
}
