using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>An execution as the venue lists it on request.</summary>
internal sealed record OwnTrade(long Id, decimal Price, decimal Quantity, decimal Commission, string CommissionAsset, Instant Time);
