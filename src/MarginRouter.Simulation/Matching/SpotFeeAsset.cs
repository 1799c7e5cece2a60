namespace MarginRouter.Simulation.Matching;

/// <summary>From which asset a venue takes the fee of a spot fill.</summary>
public enum SpotFeeAsset
{
    /// <summary>From what the order receives: the base asset of a buy, the quote asset of a sell (Binance).</summary>
    Received = 1,

    /// <summary>From the quote asset (Kraken's default).</summary>
    Quote = 2,
}
