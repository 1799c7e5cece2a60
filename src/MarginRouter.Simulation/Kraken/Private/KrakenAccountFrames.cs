using System.Text.Json;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>Writes the entries of the executions and balances channels.</summary>
internal static class KrakenAccountFrames
{
    private const int BalanceDecimals = 4;

    /// <summary>An execution: pending_new, new, trade, filled or canceled.</summary>
    public static void WriteExecution(Utf8JsonWriter json, KrakenPair pair, KrakenExecution execution)
    {
        SimulatedOrder order = execution.Order;
        OrderTerms terms = order.Terms;
        json.WriteStartObject();
        json.WriteString("order_id", KrakenIds.Order(order.OrderId));
        json.WriteString("cl_ord_id", order.ClientOrderId);
        json.WriteNumber("order_userref", 0);
        json.WriteString("symbol", pair.Symbol);
        json.WriteString("side", KrakenWords.Of(terms.Side));
        json.WriteString("order_type", "limit");
        json.WriteNumber("order_qty", pair.Quantity(terms.QuantityLots));
        json.WriteString("limit_price_type", "static");
        json.WriteNumber("limit_price", pair.Price(terms.LimitTicks));
        json.WriteString("time_in_force", terms.Request.TimeInForce switch
        {
            TimeInForce.ImmediateOrCancel => "IOC",
            TimeInForce.FillOrKill => "FOK",
            _ => "GTC",
        });
        if (terms.Request.PostOnly)
            json.WriteBoolean("post_only", true);
        if (terms.Request.Margined)
            json.WriteBoolean("margin", true);
        if (terms.Request.IsLiquidation)
            json.WriteBoolean("liquidated", true);
        if (terms.Request.ReduceOnly)
            json.WriteBoolean("reduce_only", true);
        if (execution.ExecutionType == "canceled")
            json.WriteString("reason", KrakenWords.Of(order.EndReason));
        json.WriteString("exec_type", execution.ExecutionType);
        json.WriteString("order_status", execution.OrderStatus);
        if (execution.Fill is SimulatedFill fill)
            WriteFill(json, pair, fill);
        json.WriteNumber("cum_qty", KrakenNumber.Rounded(order.CumulativeQuantity, KrakenPair.LotDecimals));
        json.WriteNumber("cum_cost", KrakenNumber.AtLeast(order.CumulativeValue, KrakenPair.CostDecimals));
        if (order.CumulativeQuantity > 0)
            json.WriteNumber("avg_price", KrakenNumber.Rounded(order.AveragePrice, pair.PriceDecimals));
        json.WriteNumber("fee_usd_equiv", KrakenNumber.AtLeast(order.Fills.Sum(one => one.Fee), KrakenPair.CostDecimals));
        json.WriteString("fee_ccy_pref", "fciq");
        json.WriteString("timestamp", KrakenTime.Text(execution.Time));
        json.WriteEndObject();
    }

    /// <summary>A balance as a snapshot states it.</summary>
    public static void WriteBalance(Utf8JsonWriter json, StatementBalance balance)
    {
        decimal quantity = KrakenNumber.AtLeast(balance.Quantity, BalanceDecimals);
        json.WriteStartObject();
        json.WriteString("asset", balance.Asset);
        json.WriteString("asset_class", "currency");
        json.WriteNumber("balance", quantity);
        json.WriteStartArray("wallets");
        json.WriteStartObject();
        json.WriteString("type", "spot");
        json.WriteString("id", "main");
        json.WriteNumber("balance", quantity);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A ledger entry as an update states it.</summary>
    public static void WriteLedgerEntry(Utf8JsonWriter json, KrakenLedgerEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("ledger_id", entry.LedgerId);
        json.WriteString("ref_id", entry.TradeId);
        json.WriteString("timestamp", KrakenTime.Text(entry.Time));
        json.WriteString("type", entry.Type);
        json.WriteString("asset", entry.Asset);
        json.WriteString("asset_class", "currency");
        json.WriteString("category", entry.Category);
        json.WriteString("wallet_type", "spot");
        json.WriteString("wallet_id", "main");
        json.WriteNumber("amount", KrakenNumber.AtLeast(entry.Amount, BalanceDecimals));
        json.WriteNumber("fee", KrakenNumber.AtLeast(entry.Fee, BalanceDecimals));
        json.WriteNumber("balance", KrakenNumber.AtLeast(entry.Balance, BalanceDecimals));
        json.WriteEndObject();
    }

    private static void WriteFill(Utf8JsonWriter json, KrakenPair pair, SimulatedFill fill)
    {
        json.WriteString("exec_id", KrakenIds.Trade(fill.TradeId));
        json.WriteNumber("trade_id", fill.TradeId);
        json.WriteNumber("last_qty", KrakenNumber.Exact(fill.Quantity, KrakenPair.LotDecimals));
        json.WriteNumber("last_price", KrakenNumber.Exact(fill.Price, pair.PriceDecimals));
        json.WriteString("liquidity_ind", fill.IsMaker ? "m" : "t");
        json.WriteNumber("cost", KrakenNumber.AtLeast(fill.Price * fill.Quantity, KrakenPair.CostDecimals));
        json.WriteStartArray("fees");
        json.WriteStartObject();
        json.WriteString("asset", fill.FeeAsset);
        json.WriteNumber("qty", KrakenNumber.AtLeast(fill.Fee, KrakenPair.CostDecimals));
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
