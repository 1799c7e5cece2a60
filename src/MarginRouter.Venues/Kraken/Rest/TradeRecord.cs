using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>One trade of REST TradesHistory.</summary>
/// <param name="Id">The venue's id, the same as exec_id of the executions channel.</param>
/// <param name="OrderId">The venue's id of the order.</param>
/// <param name="Time">Venue time.</param>
/// <param name="Price">Price in the quote asset.</param>
/// <param name="Quantity">Size in the base asset.</param>
/// <param name="Fee">Fee, in the asset that the order prefers.</param>
internal sealed record TradeRecord(string Id, string OrderId, Instant Time, decimal Price, decimal Quantity, decimal Fee)
{
    /// <summary>Reads a page of trades, oldest first.</summary>
    public static List<TradeRecord> ReadAll(JsonElement result)
    {
        List<TradeRecord> trades = [];
        foreach (JsonProperty trade in result.GetProperty("trades").EnumerateObject())
        {
            JsonElement row = trade.Value;
            trades.Add(new TradeRecord(
                trade.Name,
                row.RequiredText("ordertxid"),
                row.RequiredSeconds("time"),
                row.RequiredNumber("price"),
                row.RequiredNumber("vol"),
                row.RequiredNumber("fee")));
        }

        trades.Sort((left, right) => left.Time.CompareTo(right.Time));
        return trades;
    }
}
