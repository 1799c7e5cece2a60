using MarginRouter.Core.Instruments;

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

    /// <summary>The word of the status channel.</summary>
    public static string Of(KrakenSystemStatus status) => status switch
    {
        KrakenSystemStatus.Online => "online",
        KrakenSystemStatus.Maintenance => "maintenance",
        KrakenSystemStatus.CancelOnly => "cancel_only",
        KrakenSystemStatus.PostOnly => "post_only",
    };
}
