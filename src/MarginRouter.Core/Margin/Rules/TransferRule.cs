namespace MarginRouter.Core.Margin.Rules;

/// <summary>What must stay in an account when money is taken out of it, where that is more than its initial margin.</summary>
/// <param name="NotionalShare">Share of the notional of all positions that must stay at least, in [0, 1].</param>
public sealed record TransferRule(decimal NotionalShare)
{
    /// <summary>Equity that must stay, in the currency of the two amounts.</summary>
    /// <param name="initialMargin">Initial margin of the account.</param>
    /// <param name="notional">Absolute value of all positions at mark.</param>
    public decimal Required(decimal initialMargin, decimal notional) => Math.Max(initialMargin, NotionalShare * notional);
}
