using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Matching;

/// <summary>Something that happened to an order, for the account's private stream.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Account">Whose order.</param>
/// <param name="Order">The order right after it.</param>
/// <param name="Fill">The fill, when there was one.</param>
/// <param name="Statement">The account right after it; its AsOf is the time of this update.</param>
/// <param name="Time">Venue time.</param>
public sealed record ExecutionUpdate(
    ExecutionUpdateKind Kind,
    SimulatedAccount Account,
    SimulatedOrder Order,
    SimulatedFill? Fill,
    AccountStatement Statement,
    Instant Time);
