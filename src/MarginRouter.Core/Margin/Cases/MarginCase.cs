using System.Collections.Immutable;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>A self-contained margin question: an account with its prices, hypothetical fills and the rule set that judges it.</summary>
public sealed record MarginCase
{
    /// <summary>The rules, with the case's own tables in place.</summary>
    public required MarginRuleSet Rules { get; init; }

    /// <summary>Its place in its file, for errors.</summary>
    public string Place { get; init; } = "$";

    /// <summary>What is held; a liability is a negative quantity, interest included.</summary>
    public required ImmutableArray<CaseBalance> Balances { get; init; }

    /// <summary>Positions; instrument names are unique.</summary>
    public required ImmutableArray<CasePosition> Positions { get; init; }

    /// <summary>Open orders.</summary>
    public required ImmutableArray<CaseOrder> Orders { get; init; }

    /// <summary>Fills that are taken as done before the evaluation.</summary>
    public required ImmutableArray<CaseOrder> Fills { get; init; }

    /// <summary>Asset prices in the reporting currency, by code.</summary>
    public required ImmutableSortedDictionary<string, decimal> Prices { get; init; }

    /// <summary>The desk's own limits on the collateral; null where the case states none.</summary>
    public CollateralLimits? Limits { get; init; }
}
