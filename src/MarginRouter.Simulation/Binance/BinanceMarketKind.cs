namespace MarginRouter.Simulation.Binance;

/// <summary>Which of the venue's exchanges is simulated; they differ in paths, messages and accounts.</summary>
public enum BinanceMarketKind
{
    /// <summary>Spot, without margin.</summary>
    Spot = 1,

    /// <summary>USDT-margined futures, cross margin, one-way mode, single-asset mode.</summary>
    UsdMargined = 2,

    /// <summary>Coin-margined futures: market data alone, without accounts.</summary>
    CoinMargined = 3,
}
