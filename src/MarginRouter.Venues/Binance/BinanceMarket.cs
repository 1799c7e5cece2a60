using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Binance.Trading;

namespace MarginRouter.Venues.Binance;

/// <summary>What makes a market of Binance: where its books come from and how its accounts talk.</summary>
internal sealed record BinanceMarket(DepthFeedRoute Depth, Func<BinanceOptions, ApiIdentity, FeedContext, IAccountProtocol> Protocol)
{
    public static BinanceMarket Spot { get; } = new(DepthFeedRoute.Spot, (_, _, _) => new SpotAccountProtocol());

    public static BinanceMarket Usdm { get; } = new(
        DepthFeedRoute.Usdm, (options, identity, context) => new UsdmAccountProtocol(options, identity, context));
}
