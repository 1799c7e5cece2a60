namespace MarginRouter.Simulation.Binance.Fix;

/// <summary>A subscription of a market data session.</summary>
/// <param name="Client">Whose.</param>
/// <param name="RequestId">MDReqID (262).</param>
/// <param name="Stream">What it gets.</param>
internal sealed record BinanceFixSubscription(BinanceFixClient Client, string RequestId, BinanceFixStream Stream);
