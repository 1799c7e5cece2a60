using System.Text.Json;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Decodes myTrades of spot and userTrades of futures, whose members for an execution are the same.</summary>
internal static class OwnTrades
{
    public static IReadOnlyList<OwnTrade> Decode(JsonElement trades)
    {
        List<OwnTrade> decoded = [];
        foreach (JsonElement trade in trades.EnumerateArray())
        {
            decoded.Add(new OwnTrade(
                trade.Integer("id"),
                trade.Number("price"),
                trade.Number("qty"),
                trade.Number("commission"),
                trade.Text("commissionAsset"),
                trade.Milliseconds("time")));
        }

        return decoded;
    }
}
