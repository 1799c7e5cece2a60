using System.Text.Json;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Decodes myTrades of spot and userTrades of futures, whose members for an execution are the same.</summary>
internal static class OwnTrades
{
    public static IReadOnlyList<OwnExecution> Decode(JsonElement trades)
    {
        List<OwnExecution> decoded = [];
        foreach (JsonElement trade in trades.EnumerateArray())
        {
            decoded.Add(new OwnExecution(
                BinanceAccountProtocol.Text(trade.Integer("id")),
                trade.Number("qty"),
                trade.Number("price"),
                trade.Number("commission"),
                trade.Text("commissionAsset"),
                trade.Milliseconds("time")));
        }

        return decoded;
    }
}
