using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Trading;

/// <summary>An execution of one of our orders as the venue states it.</summary>
/// <param name="TradeId">The venue's id of the trade; the same on its stream and in its lists.</param>
/// <param name="Quantity">Size in contracts or base units; positive.</param>
/// <param name="Price">Price in the quote asset.</param>
/// <param name="Fee">Fee in <paramref name="FeeAsset"/>; positive is paid.</param>
/// <param name="FeeAsset">Its asset by the common code.</param>
/// <param name="Time">Venue time.</param>
internal sealed record OwnExecution(string TradeId, decimal Quantity, decimal Price, decimal Fee, string FeeAsset, Instant Time);
