using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>
/// One rule set bound to its class of formulas. Stateless: the same account, fills and prices give the same figures. Questions are
/// asked through <see cref="AccountEvaluator"/> and <see cref="MarginAssessor"/>.
/// </summary>
public interface IMarginModel
{
    /// <summary>The rule set's name, for example binance/usdm-cross; what <see cref="Subaccount.RuleSet"/> names.</summary>
    string RuleSet { get; }

    /// <summary>How the venue books fills under these rules.</summary>
    PositionKeeping Positions { get; }

    /// <summary>Prepares the limits of an account.</summary>
    internal IAccountLimits Limits(AccountQuestion question);

    /// <summary>Margin in one state: these fills done, these orders open; null with the reason when a figure is missing.</summary>
    internal MarginAssessment? Assess(
        AccountQuestion question, ReadOnlySpan<PendingFill> fills, ReadOnlySpan<PendingFill> orders, out Refusal? refusal);

    /// <summary>The mark of a held instrument at which the account (its own part of it in isolated margin) is liquidated.</summary>
    internal decimal? LiquidationPrice(AccountQuestion question, InstrumentId instrument);

    /// <summary>Smallest relative move of one underlying that liquidates.</summary>
    internal decimal? LiquidationDistance(AccountQuestion question);

    /// <summary>
    /// Requirement less equity of the part that is nearest to liquidation, without open orders; negative without a requirement, null when
    /// a figure is missing.
    /// </summary>
    internal decimal? Excess(AccountQuestion question);
}
