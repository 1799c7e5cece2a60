using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>The venue's words for our values.</summary>
internal static class KrakenWords
{
    /// <summary>buy or sell.</summary>
    public static string Of(Side side) => side switch
    {
        Side.Buy => "buy",
        Side.Sell => "sell",
    };

    /// <summary>The reason of an order that ended with a remainder.</summary>
    public static string Of(OrderEndReason? reason) => reason switch
    {
        OrderEndReason.WouldTake => "Post only order",
        OrderEndReason.SelfMatch => "Self trade prevention",
        OrderEndReason.NothingToReduce => "Reduce only",
        OrderEndReason.Liquidation => "Liquidation",
        OrderEndReason.NotFilledAtOnce => "Immediate or cancel",
        _ => "User requested",
    };

    /// <summary>The word of the status channel.</summary>
    public static string Of(KrakenSystemStatus status) => status switch
    {
        KrakenSystemStatus.Online => "online",
        KrakenSystemStatus.Maintenance => "maintenance",
        KrakenSystemStatus.CancelOnly => "cancel_only",
        KrakenSystemStatus.PostOnly => "post_only",
    };
}
