using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Ledger;

/// <summary>An execution of one of our children.</summary>
/// <param name="Child">The child.</param>
/// <param name="VenueTradeId">The venue's id of the trade, unique per instrument; a fill with a known id is a duplicate.</param>
/// <param name="Quantity">Size in instrument lots; positive.</param>
/// <param name="Price">Price in the quote asset. A decimal, because a fill learnt from a status answer is an average.</param>
/// <param name="Fee">Fee in <paramref name="FeeAsset"/>; positive is paid, negative is received.</param>
/// <param name="FeeAsset">The asset that the fee was taken from.</param>
/// <param name="VenueTime">When it happened, by the venue's clock.</param>
public sealed record Fill(
    ChildOrderId Child,
    string VenueTradeId,
    QuantityLots Quantity,
    decimal Price,
    decimal Fee,
    Asset FeeAsset,
    Instant VenueTime);
