namespace MarginRouter.Simulation.Binance;

/// <summary>A request that is answered with an error.</summary>
internal sealed class BinanceRequestException(BinanceError error) : Exception(error.Message)
{
    public BinanceError Error { get; } = error;
}
