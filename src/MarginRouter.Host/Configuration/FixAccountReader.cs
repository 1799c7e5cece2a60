namespace MarginRouter.Host.Configuration;

/// <summary>What states the accounts of a FIX venue whose FIX does not.</summary>
public enum FixAccountReader
{
    /// <summary>Binance spot's signed REST, with the key that signs the Logon.</summary>
    BinanceSpot = 1,

    /// <summary>Kraken spot's signed REST, with a REST key of its own.</summary>
    KrakenSpot = 2,
}
