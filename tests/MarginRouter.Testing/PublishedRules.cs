using System.Collections.Immutable;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Testing;

/// <summary>The margin rules of <c>config/margin</c> as they stand in the repository.</summary>
public static class PublishedRules
{
    /// <summary>Reads a rule set, for example binance/usdm-cross; throws when the file is missing or wrong.</summary>
    public static MarginRuleSet Read(string name)
    {
        string path = Path.Combine(SharedData.Repository, "config", "margin", name + ".json");
        return MarginRuleSetJson.Read(path, name, File.ReadAllBytes(path), out ImmutableArray<RuleSetError> errors)
            ?? throw new InvalidOperationException(string.Join('\n', errors));
    }

    /// <summary>The rules with every maintenance rate and deduction of every table times a factor.</summary>
    public static MarginRuleSet WithMaintenance(this MarginRuleSet rules, decimal factor) => rules with
    {
        Tiers = rules.Tiers.ToImmutableSortedDictionary(
            table => table.Key,
            table => new TierTable([.. table.Value.Tiers.Select(tier => tier with
            {
                MaintenanceRate = tier.MaintenanceRate * factor,
                Deduction = tier.Deduction * factor,
            })]),
            StringComparer.Ordinal),
    };

    /// <summary>The rules with another collateral weight of one asset, whatever its size.</summary>
    public static MarginRuleSet WithWeight(this MarginRuleSet rules, string asset, decimal weight) =>
        rules with { Haircuts = rules.Haircuts.SetItem(asset, new HaircutTable([new HaircutTier(0m, null, weight)])) };
}
