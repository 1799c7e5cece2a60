using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Binance.Trading;

namespace MarginRouter.Venues.Binance;

/// <summary>What makes a market of Binance: where its books come from and how its accounts talk.</summary>
internal sealed record BinanceMarket(DepthFeedRoute Depth, Func<BinanceOptions, ApiIdentity, FeedContext, IMarketProtocol>? Protocol, int OrdersInTenSeconds)
{
    /// <summary>Where steps, minimums and states of its symbols are listed.</summary>
    public required string RulesPath { get; init; }

    /// <summary>True where one symbol of that list can be asked for.</summary>
    public bool ListsOneSymbol { get; private init; }

    public static BinanceMarket Spot { get; } = new(DepthFeedRoute.Spot, (_, _, _) => new SpotProtocol(), 100)
    {
        RulesPath = "/api/v3/exchangeInfo",
        ListsOneSymbol = true,
    };

    public static BinanceMarket Usdm { get; } = new(
        DepthFeedRoute.Usdm, (options, identity, context) => new UsdmProtocol(options, identity, context), 300)
    {
        RulesPath = "/fapi/v1/exchangeInfo",
    };

    /// <summary>Market data alone: accounts are refused.</summary>
    public static BinanceMarket Coinm { get; } = new(DepthFeedRoute.Coinm, null, 1) { RulesPath = "/dapi/v1/exchangeInfo" };
}
