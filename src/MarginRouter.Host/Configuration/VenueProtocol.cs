namespace MarginRouter.Host.Configuration;

/// <summary>Which adapter serves a venue.</summary>
public enum VenueProtocol
{
    /// <summary>Binance spot: REST snapshot, diff stream, WebSocket API.</summary>
    BinanceSpot = 1,

    /// <summary>Binance USD-margined futures.</summary>
    BinanceUsdm = 2,

    /// <summary>Kraken spot and spot margin over WebSocket v2.</summary>
    KrakenSpot = 3,

    /// <summary>Any venue that speaks FIX market data and orders: 4.4, unless its dialect says 5.0 SP2.</summary>
    Fix44 = 4,

    /// <summary>Bybit v5: spot and linear on a unified account.</summary>
    Bybit = 5,

    /// <summary>OKX v5: spot and swaps.</summary>
    Okx = 6,

    /// <summary>KuCoin spot over its classic sockets.</summary>
    KuCoin = 7,

    /// <summary>Hyperliquid perpetuals.</summary>
    Hyperliquid = 8,

    /// <summary>Pools of an Ethereum chain over a node's JSON-RPC.</summary>
    Amm = 9,

    /// <summary>Kraken futures over WebSocket v1: market data alone, no subaccounts.</summary>
    KrakenFutures = 10,

    /// <summary>Binance COIN-M futures: market data alone.</summary>
    BinanceCoinm = 11,
}
