using System.Globalization;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Host.Commands;

/// <summary>One rule set in the answer of <c>margin-rules --json</c>.</summary>
internal sealed record MarginRulesDocument(
    string Rules,
    string Venue,
    string Mode,
    MarginModelKind Model,
    string AsOf,
    int AgeInDays,
    RuleConfidence Confidence,
    IReadOnlyList<string> Sources,
    TableSource TablesFrom,
    int MaximumAgeDays,
    bool ServesLive,
    bool ServesRoutes,
    IReadOnlyList<CoveredInstrumentDocument> Instruments,
    IReadOnlyList<string> Collateral,
    IReadOnlyList<string> Borrowable,
    string? OpenOrders,
    IReadOnlyList<string> Missing)
{
    /// <summary>The document of a rule set on a day.</summary>
    public static MarginRulesDocument Of(RuleCoverage coverage, DateOnly today)
    {
        MarginRuleSet rules = coverage.Rules;
        return new MarginRulesDocument(
            rules.Name,
            rules.Venue,
            rules.Name[(rules.Name.IndexOf('/', StringComparison.Ordinal) + 1)..],
            rules.Model,
            rules.AsOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            coverage.AgeInDays(today),
            rules.Confidence,
            rules.Sources,
            rules.Live.TablesFrom,
            rules.Live.MaximumAgeDays,
            coverage.ServesRoutes && rules.Live.Serves(rules.AsOf, today),
            coverage.ServesRoutes,
            [.. coverage.Instruments.Select(one => new CoveredInstrumentDocument(one.Name, one.Symbols, one.UpTo, one.Unit, one.InitialKnown))],
            coverage.Collateral,
            coverage.Borrowable,
            rules.OpenOrders,
            coverage.Missing);
    }
}
