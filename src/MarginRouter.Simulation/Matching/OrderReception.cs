using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Matching;

/// <summary>One arrival of an order request at a venue.</summary>
/// <param name="Account">Name of the account.</param>
/// <param name="Request">The request.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Rejection">Why it was refused; null otherwise.</param>
/// <param name="Time">Venue time of arrival.</param>
public sealed record OrderReception(string Account, OrderRequest Request, ReceptionOutcome Outcome, OrderRejection? Rejection, Instant Time);
