using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// What balances are worth as collateral: a listed asset by its table, a debt at its full value, anything else nothing. Profit and
/// loss of positions is added at full value by the models.
/// </summary>
internal static class CollateralRule
{
    /// <summary>Adds every balance to the equity of a frame; a missing conversion price is noted there.</summary>
    public static void AddBalances(LimitFrame frame, MarginRuleSet rules)
    {
        foreach (AssetBalance balance in frame.Account.Balances)
        {
            if (balance.Net == 0m)
                continue;
            bool listed = rules.Haircuts.TryGetValue(balance.Asset.Code, out HaircutTable? table);
            if (!listed && balance.Net > 0m)
                continue;
            if (!frame.Prices.TryConvert(balance.Asset, frame.Account.Subaccount.Reporting, out decimal rate, out Refusal? refusal))
            {
                frame.Miss(refusal!);
                continue;
            }

            frame.AddEquity($"wallet {balance.Asset.Code}", Counted(balance.Net, rate, table, rules.HaircutUnit));
        }
    }

    /// <summary>Value of a balance as collateral; a debt counts in full.</summary>
    public static decimal Counted(decimal quantity, decimal rate, HaircutTable? table, HaircutUnit unit)
    {
        if (quantity < 0m || table is null)
            return quantity * rate;
        return unit switch
        {
            HaircutUnit.Value => table.Counted(quantity * rate),
            HaircutUnit.Coins => table.Counted(quantity) * rate,
        };
    }
}
