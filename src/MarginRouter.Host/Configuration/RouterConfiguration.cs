using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;

namespace MarginRouter.Host.Configuration;

/// <summary>The whole configuration, validated.</summary>
/// <param name="Firm">What the engine needs.</param>
/// <param name="Venues">Venue connections.</param>
/// <param name="Desks">Desk sessions.</param>
/// <param name="RuleSets">Margin rule sets by name.</param>
/// <param name="Journal">The journal.</param>
/// <param name="Gateway">The FIX acceptor.</param>
/// <param name="MarginTables">Which margin tables live orders are judged by.</param>
public sealed record RouterConfiguration(
    Firm Firm,
    ImmutableArray<VenueSettings> Venues,
    ImmutableArray<DeskSettings> Desks,
    ImmutableDictionary<string, MarginRuleSet> RuleSets,
    JournalSettings Journal,
    GatewaySettings Gateway,
    MarginTableUse MarginTables)
{
    /// <summary>The scenarios that limits of desks may name; those of the folder's stress files.</summary>
    public StressTable Stress { get; init; } = StressTable.Empty;
}
