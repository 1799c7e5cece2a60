using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Transfers;

/// <summary>
/// A transfer of collateral that would be worth more than it costs: the same parent, decided with the amount moved, gives exactly
/// <see cref="Planned"/> at <see cref="RouteCost"/>. Amounts of money are in the product's pricing asset.
/// </summary>
/// <param name="From">The account that gives; its limits hold without the amount at every fill state.</param>
/// <param name="To">The account that receives.</param>
/// <param name="Asset">What moves.</param>
/// <param name="Kind">By which way.</param>
/// <param name="Amount">What leaves, fee included, in units of the asset: the least that gives the benefit.</param>
public sealed record TransferSuggestion(SubaccountId From, SubaccountId To, Asset Asset, TransferKind Kind, decimal Amount)
{
    /// <summary>The transfer's fee in units of the asset; what arrives is the amount less it.</summary>
    public required decimal Fee { get; init; }

    /// <summary>The fee, and the price of the capital while it is on its way.</summary>
    public required decimal Cost { get; init; }

    /// <summary>How long it takes as a rule.</summary>
    public required long ExpectedMilliseconds { get; init; }

    /// <summary>How long it takes in a bad case.</summary>
    public required long WorstMilliseconds { get; init; }

    /// <summary>Product lots that are planned with it.</summary>
    public required QuantityLots Planned { get; init; }

    /// <summary>How many of them are more than without it.</summary>
    public required QuantityLots More { get; init; }

    /// <summary>Expected all-in cost of the split with it, the transfer's own left out.</summary>
    public required CandidateCost RouteCost { get; init; }

    /// <summary>What the fill of today would cost less with it, the transfer's own cost left out; negative when it would cost more.</summary>
    public required decimal Saving { get; init; }

    /// <summary>All-in cost of the lots that are filled more.</summary>
    public required decimal MoreCost { get; init; }

    /// <summary>
    /// What it is worth less what it costs, in the measure of <see cref="CandidateCost.Objective"/>: a unit that stays unfilled counts as the
    /// most that the desk pays for one (its largest marginal cost, else its collar). Positive.
    /// </summary>
    public required decimal NetBenefit { get; init; }

    /// <summary>Highest maintenance utilisation of the giving account without the amount and without children; null when it has no requirement.</summary>
    public required decimal? DonorUtilisation { get; init; }

    /// <summary>Highest maintenance utilisation of the receiving account with the split's children; null when it has no requirement.</summary>
    public required decimal? ReceiverUtilisation { get; init; }

    /// <summary>What arrives, in units of the asset.</summary>
    public decimal Arrives => Amount - Fee;
}
