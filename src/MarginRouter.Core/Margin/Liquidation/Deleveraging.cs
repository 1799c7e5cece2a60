using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Liquidation;

/// <summary>Whether and whom a venue deleverages (margin-models sections 2.4 and 9). Pure.</summary>
public static class Deleveraging
{
    /// <summary>True when the fund is empty or has lost the trigger's share of its peak, the boundary included.</summary>
    public static bool IsTriggered(DeleveragingRule rule, InsuranceFund fund) =>
        fund.Balance <= 0m || fund.Drawdown >= rule.Trigger;

    /// <summary>True while one that has begun goes on: until the loss has fallen below the stop.</summary>
    public static bool GoesOn(DeleveragingRule rule, InsuranceFund fund) =>
        fund.Balance <= 0m || fund.Drawdown >= (rule.Stop ?? rule.Trigger);

    /// <summary>The part of the loss beyond the trigger, which the counterparties bear, in the fund's currency; zero when it is not triggered.</summary>
    public static decimal LossBeyondTrigger(DeleveragingRule rule, InsuranceFund fund) =>
        rule.Trigger is { } trigger ? Math.Max(0m, fund.Loss - (trigger * fund.Peak)) : Math.Max(0m, -fund.Balance);

    /// <summary>
    /// Rank of a position in the queue, highest first: profit ratio times leverage. Null when its account has nothing left.
    /// </summary>
    /// <param name="side">Buy for a long position.</param>
    /// <param name="entry">Entry price; positive.</param>
    /// <param name="mark">Mark; positive.</param>
    /// <param name="value">Absolute value at mark.</param>
    /// <param name="equity">Equity of its account (its own margin when isolated).</param>
    public static decimal? Rank(Side side, decimal entry, decimal mark, decimal value, decimal equity) =>
        equity <= 0m ? null : (side == Side.Buy ? mark / entry : entry / mark) * value / equity;
}
