namespace MarginRouter.Core.Margin.Rules;

/// <summary>
/// What a rule set says beyond tables and ratio, for modes in which an account is judged as a whole book: its figures do not fall apart
/// into one affine limit per instrument.
/// </summary>
public sealed record BookRules
{
    /// <summary>What one calculation covers.</summary>
    public MarginScope Scope { get; init; } = MarginScope.Cross;

    /// <summary>How tier rates apply.</summary>
    public TierApplication Application { get; init; } = TierApplication.Marginal;

    /// <summary>At which price requirements are taken.</summary>
    public RequirementBasis Basis { get; init; } = RequirementBasis.Mark;

    /// <summary>Whether closing fees count.</summary>
    public ClosingFeeRule ClosingFee { get; init; } = ClosingFeeRule.None;

    /// <summary>Which open orders are reserved for.</summary>
    public OrderNetting Orders { get; init; } = OrderNetting.All;

    /// <summary>True when the initial margin follows the tier's initial rate and not the chosen leverage.</summary>
    public bool InitialFromTier { get; init; }

    /// <summary>True when of one underlying only the larger of all longs and all shorts is required.</summary>
    public bool NetsUnderlying { get; init; }

    /// <summary>True when the amounts stand in the coin in which the positions settle, each coin being an account of its own.</summary>
    public bool PerSettlement { get; init; }

    /// <summary>True when the opening fee of an open order is reserved.</summary>
    public bool OpeningFee { get; init; }

    /// <summary>True when open orders also add maintenance margin and lower equity by their opening fees.</summary>
    public bool OrderMaintenance { get; init; }

    /// <summary>True when the loss that an open order would have at once lowers equity.</summary>
    public bool OrderLoss { get; init; }

    /// <summary>True when borrowed assets add a requirement by the tier table of their own name, or the one named "loan".</summary>
    public bool BorrowTiers { get; init; }

    /// <summary>True when a programme knows no initial margin.</summary>
    public bool NoInitial { get; init; }

    /// <summary>Margin of options sold; null where options are refused.</summary>
    public ShortOptionRule? ShortOptions { get; init; }

    /// <summary>Taker fee as a plain fraction; null where the sources give none.</summary>
    public decimal? Taker { get; init; }

    /// <summary>Fixed part of the requirement in the reporting currency; not negative.</summary>
    public decimal FixedRequirement { get; init; }

    /// <summary>Most that one user may borrow, in the reporting currency; null for no bound.</summary>
    public decimal? BorrowCap { get; init; }
}
