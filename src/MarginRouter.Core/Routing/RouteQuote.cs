using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Routing;

/// <summary>A firm quote as a decision sees it.</summary>
/// <param name="Quote">The quote.</param>
/// <param name="Unavailable">Why it may not be taken (expired, withdrawn, venue or account closed to the parent); null when it may.</param>
public sealed record RouteQuote(FirmQuote Quote, Refusal? Unavailable)
{
    /// <summary>True when only one quote of its request can be taken: the venue's requests end with the first.</summary>
    public bool OneOfRequest { get; init; }
}
