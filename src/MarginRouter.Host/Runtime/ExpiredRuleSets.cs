using System.Collections.Immutable;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Runtime;

/// <summary>Which rule sets of a live configuration may not serve by their files.</summary>
internal static class ExpiredRuleSets
{
    /// <summary>Names of the rule sets in use whose file is too old today, or may not serve live at all; none when files serve.</summary>
    public static ImmutableArray<string> Of(RouterConfiguration configuration, TimeProvider time)
    {
        if (configuration.MarginTables != MarginTableUse.Live)
            return [];
        DateOnly today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return
        [
            .. configuration.Firm.Subaccounts.Select(subaccount => subaccount.RuleSet).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(name => configuration.RuleSets[name] is var rules && !rules.Live.Serves(rules.AsOf, today)),
        ];
    }
}
