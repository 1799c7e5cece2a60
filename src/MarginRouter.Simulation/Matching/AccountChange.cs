using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Matching;

/// <summary>A change of an account that no order made, for the account's private stream.</summary>
/// <param name="Kind">What changed.</param>
/// <param name="Account">Whose.</param>
/// <param name="Subject">The asset of a deposit, payment or charge; the symbol of a leverage; what a margin call is about.</param>
/// <param name="Quantity">The amount added, or the new leverage; zero for a margin call.</param>
/// <param name="Statement">The account right after it; its AsOf is the time of the change.</param>
/// <param name="Time">Venue time.</param>
public sealed record AccountChange(
    AccountChangeKind Kind,
    SimulatedAccount Account,
    string Subject,
    decimal Quantity,
    AccountStatement Statement,
    Instant Time)
{
    /// <summary>The position behind a funding payment or an interest charge; null for other changes.</summary>
    public string? Symbol { get; init; }
}
