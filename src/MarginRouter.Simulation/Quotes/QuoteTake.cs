using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Quotes;

/// <summary>A wish to trade on a quote, as a venue's server read it. Nothing in it has been checked.</summary>
/// <param name="Account">Who takes.</param>
/// <param name="QuoteId">Which quote.</param>
/// <param name="ClientOrderId">The client's id of the order.</param>
/// <param name="Side">What the taker does.</param>
/// <param name="Quantity">Size in contracts.</param>
/// <param name="LimitPrice">Worst price that the taker accepts, in the quote asset; null takes the quoted one.</param>
internal sealed record QuoteTake(SimulatedAccount Account, string QuoteId, string ClientOrderId, Side Side, decimal Quantity, decimal? LimitPrice);
