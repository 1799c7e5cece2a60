using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>
/// Checks the names of what a case holds. An asset that a rule set does not count is listed with nothing counted, as the venue does with a
/// coin that is no collateral; a name that no rule set knows would look the same, so it is an error.
/// </summary>
internal static class CaseAssets
{
    /// <summary>Names every asset that is held, that the rule set neither values nor keeps for a position, and that no other rule set knows.</summary>
    public static void Check(RuleFields fields, MarginRuleSet rules, ImmutableArray<CaseBalance> balances, ImmutableArray<CasePosition> positions)
    {
        foreach (CaseBalance balance in balances.Where(one => one.Quantity > 0m && one.Asset.Code.Length > 0))
        {
            if (!rules.KnownAssets.IsEmpty && !rules.KnownAssets.Contains(balance.Asset.Code) && !Counts(rules, balance.Asset, positions))
                fields.FailAt($"{balance.Place}.asset", $"there is no asset '{balance.Asset.Code}' in {rules.Name} or any other rule set");
        }
    }

    private static bool Counts(MarginRuleSet rules, Asset asset, ImmutableArray<CasePosition> positions)
    {
        if (asset == rules.Reporting || rules.Haircuts.ContainsKey(asset.Code) || rules.Haircuts.ContainsKey("*"))
            return true;
        if (positions.Any(position => position.Underlying == asset || BookBuilder.Quote(position) == asset))
            return true;

        // Debts over assets take every asset at its price, and so does a rule set without haircuts, unless each coin is an account of its own.
        return rules.Model == MarginModelKind.DebtRatio || (rules.Haircuts.IsEmpty && (rules.Book is not { PerSettlement: true } || positions.IsEmpty));
    }
}
