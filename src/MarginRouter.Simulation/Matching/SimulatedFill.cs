using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Matching;

/// <summary>An execution of an order.</summary>
/// <param name="TradeId">The venue's number of the trade; unique in the venue, rising.</param>
/// <param name="Price">Price in the quote asset.</param>
/// <param name="Quantity">Size in contracts; positive.</param>
/// <param name="Fee">Fee in <paramref name="FeeAsset"/>; positive is paid.</param>
/// <param name="FeeAsset">Where the fee was taken from.</param>
/// <param name="RealisedProfit">Profit or loss realised by it in the settlement asset; zero for spot.</param>
/// <param name="Time">Venue time; later than every trade of the account before it.</param>
public sealed record SimulatedFill(
    long TradeId,
    decimal Price,
    decimal Quantity,
    decimal Fee,
    string FeeAsset,
    decimal RealisedProfit,
    Instant Time)
{
    /// <summary>True when the order rested and another one came to it.</summary>
    public bool IsMaker { get; init; }
}
