using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;
using Microsoft.Extensions.Logging;

namespace MarginRouter.Venues.Kraken.Trading;

/// <summary>
/// The executions channel of one account (docs.kraken.com, spot-websocket-v2, executions): what becomes of our children. Orders placed by
/// other means are passed over.
/// </summary>
internal sealed partial class ExecutionStream(
    OpenChildren children, OrderDirectory orders, TradeTimes trades, IReadOnlyDictionary<string, Instrument> instruments, ILogger logger)
{
    /// <summary>Takes the entries of one frame, in their order.</summary>
    public void Take(JsonElement frame, Instant now)
    {
        if (!frame.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Array)
            throw new VenueProtocolException("Kraken: executions without data");
        foreach (JsonElement entry in data.EnumerateArray())
            TakeEntry(entry, now);
    }

    private void TakeEntry(JsonElement entry, Instant now)
    {
        string type = entry.RequiredText("exec_type");
        string orderId = entry.RequiredText("order_id");
        if (orders.Find(entry.Text("cl_ord_id"), orderId) is not { } order)
            return;
        switch (type)
        {
            case "pending_new" or "new":
                children.Accepted(order.Child, orderId, now);
                break;
            case "trade":
                Trade(order, entry);
                break;
            case "filled":
                Filled(order, entry);
                break;
            case "canceled" or "expired":
                children.Ended(order.Child, Cumulative(order, entry), entry.Text("reason") ?? type);
                break;
            case "amended" or "restated" or "status" or "iceberg_refill":
                break;
            default:
                LogUnknownType(logger, type, orderId);
                break;
        }
    }

    private void Trade(TrackedOrder order, JsonElement entry)
    {
        string trade = entry.RequiredText("exec_id");
        string symbol = entry.RequiredText("symbol");
        if (!instruments.TryGetValue(symbol, out Instrument? instrument))
        {
            LogForeignSymbol(logger, trade, symbol);
            return;
        }

        QuantityLots quantity = Lots(instrument, entry.RequiredNumber("last_qty"));
        Instant at = entry.RequiredTime("timestamp");
        trades.Note(trade, at);
        order.Count(trade, quantity);
        (decimal fee, Asset asset) = Fee(entry, trade, instrument);
        Fill fill = new(order.Child, trade, quantity, entry.RequiredNumber("last_price"), fee, asset, at);
        children.Filled(fill, order.IsComplete);
    }

    /// <summary>Says nothing new when every trade was seen; else the total lets the engine notice what is missing.</summary>
    private void Filled(TrackedOrder order, JsonElement entry)
    {
        QuantityLots cumulative = Cumulative(order, entry);
        if (cumulative > order.Filled)
            children.Ended(order.Child, cumulative, "filled, but not every trade was reported");
    }

    private QuantityLots Cumulative(TrackedOrder order, JsonElement entry)
    {
        if (entry.Number("cum_qty") is not { } cumulative)
            return order.Filled;
        return instruments.TryGetValue(entry.Text("symbol") ?? "", out Instrument? instrument)
            ? Lots(instrument, cumulative)
            : order.Filled;
    }

    private (decimal Fee, Asset Asset) Fee(JsonElement entry, string trade, Instrument instrument)
    {
        if (!entry.TryGetProperty("fees", out JsonElement fees) || fees.ValueKind != JsonValueKind.Array || fees.GetArrayLength() == 0)
            return (0, instrument.Quote);
        Dictionary<string, decimal> byAsset = new(StringComparer.Ordinal);
        foreach (JsonElement fee in fees.EnumerateArray())
        {
            string asset = AssetNames.Common(fee.RequiredText("asset"));
            byAsset[asset] = byAsset.GetValueOrDefault(asset) + fee.RequiredNumber("qty");
        }

        string chosen = byAsset.ContainsKey(instrument.Quote.Code) ? instrument.Quote.Code : byAsset.Keys.First();
        if (byAsset.Count > 1)
            LogSeveralFees(logger, trade, fees.ToString(), chosen);
        return (byAsset[chosen], new Asset(chosen));
    }

    private static QuantityLots Lots(Instrument instrument, decimal quantity) =>
        instrument.TryQuantity(quantity, out QuantityLots lots)
            ? lots
            : throw new VenueProtocolException($"Kraken {instrument.Symbol}: {quantity} is no whole number of lots");
}
