namespace MarginRouter.Core.Margin.Rules;

/// <summary>The class of formulas that a rule set fills with figures.</summary>
public enum MarginModelKind
{
    /// <summary>Requirement by tiers of position size, less a deduction that makes it continuous; equity is wallet plus unrealised profit.</summary>
    TieredDerivative = 1,

    /// <summary>Requirement is cost over leverage, fixed at the entry price; equity over it is the venue's margin level.</summary>
    UsedMarginLevel = 2,

    /// <summary>No borrowing: an order needs the balance it pays with.</summary>
    UnmarginedSpot = 3,

    /// <summary>Debt against assets without haircut.</summary>
    DebtRatio = 4,

    /// <summary>Requirement by tiers of every debt, against haircut collateral.</summary>
    TieredLiability = 5,

    /// <summary>Contracts and loans over one pool of haircut collateral.</summary>
    PooledMaintenance = 6,

    /// <summary>Contracts whose losses are borrowed against collateral up to its loan-to-value.</summary>
    CollateralLtv = 7,

    /// <summary>Requirement is the worst loss over price and volatility moves, underlying by underlying, plus charges.</summary>
    ScenarioGrid = 8,
}
