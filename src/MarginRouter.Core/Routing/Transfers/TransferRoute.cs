using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Transfers;

/// <summary>One way by which collateral may move from an account to another, as risk staff has configured it.</summary>
/// <param name="From">The account that would give.</param>
/// <param name="To">The account that would receive.</param>
/// <param name="Asset">What would move.</param>
/// <param name="Kind">By which way.</param>
/// <param name="Fee">What it costs and how long it takes.</param>
/// <param name="Minimum">Least that may leave at once, fee included, in units of the asset; positive.</param>
/// <param name="Maximum">Most that may leave at once (and in a day, where that is less); not below the minimum.</param>
/// <param name="Step">Amounts are the minimum and so many steps more, in units of the asset; positive.</param>
public sealed record TransferRoute(
    SubaccountId From, SubaccountId To, Asset Asset, TransferKind Kind, TransferFee Fee, decimal Minimum, decimal Maximum, decimal Step)
{
    /// <summary>Why it cannot be suggested (switched off, a figure that nobody knows or that is too old); null when it can.</summary>
    public Refusal? Unavailable { get; init; }

    /// <summary>Until when the figures may be relied on; null for no such moment. Later the route is unavailable.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>How many different amounts it can carry.</summary>
    internal long Steps => (long)Math.Min((Maximum - Minimum) / Step, 1_000_000_000m) + 1;

    /// <summary>An amount by its step.</summary>
    internal decimal AmountAt(long step) => Minimum + (step * Step);
}
