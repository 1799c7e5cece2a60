using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing;

/// <summary>What would be filled more if one limit that holds the remainder back did not exist, all others as they are.</summary>
/// <param name="Limit">Which kind of limit: an exposure cap, a venue's share or order budget, the number of children, a least size, the limit price, the marginal cost, or borrowing.</param>
/// <param name="Subject">What it is about, as in the refusal that names it.</param>
/// <param name="More">Product lots more, as far as the work units that were left could find; zero where another limit stands right behind it.</param>
/// <param name="CostBasisPoints">All-in cost of the whole split then, in basis points of arrival value; null when nothing would be filled.</param>
public sealed record LimitRelief(RefusalReason Limit, string Subject, QuantityLots More, decimal? CostBasisPoints);
