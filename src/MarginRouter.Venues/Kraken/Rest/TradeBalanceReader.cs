using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>
/// Reads TradeBalance, whose amounts are in USD unless another asset is asked for: e = equity, m = margin amount of open positions, ml =
/// margin level in per cent, absent without positions. Liquidation is at a margin level of 40, so that the utilisation is 40 over it. Source:
/// docs.kraken.com, Get Trade Balance; support.kraken.com 203325693.
/// </summary>
internal static class TradeBalanceReader
{
    private const decimal LiquidationLevel = 40m;
    private static readonly Asset Dollar = new("USD");

    /// <summary>The figures. The venue states no maintenance margin; one that is absent or no number stays unknown or is refused.</summary>
    public static VenueMargin Read(JsonElement answer)
    {
        decimal? level = Figure(answer, "ml");
        return new VenueMargin(Dollar, Figure(answer, "e"), Figure(answer, "m"), null, level > 0m ? LiquidationLevel / level : null);
    }

    private static decimal? Figure(JsonElement answer, string name) => answer.TryGetProperty(name, out JsonElement value)
        ? value.ToNumber() ?? throw new VenueProtocolException($"Kraken: {name} of TradeBalance is no number")
        : null;
}
