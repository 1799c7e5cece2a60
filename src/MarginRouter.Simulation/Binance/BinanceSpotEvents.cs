using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>The private events of spot, without the subscription envelope.</summary>
internal static class BinanceSpotEvents
{
    public static byte[] ExecutionReport(ExecutionUpdate update, Instant now) => BinanceJson.Object(writer =>
    {
        SimulatedOrder order = update.Order;
        SimulatedFill? fill = update.Fill;
        writer.WriteString("e", "executionReport");
        writer.WriteNumber("E", now.ToMilliseconds());
        writer.WriteString("s", order.Symbol);
        bool cancels = update.Kind == ExecutionUpdateKind.Cancelled;
        writer.WriteString("c", cancels ? BinanceOrderWords.CancelId(order) : order.ClientOrderId);
        writer.WriteString("S", BinanceJson.Name(order.Terms.Side));
        writer.WriteString("o", BinanceOrderWords.SpotType(order));
        writer.WriteString("f", BinanceOrderWords.TimeInForce(order, spot: true));
        writer.Amount("q", order.Terms.Quantity);
        writer.Amount("p", order.Terms.Price);
        writer.Amount("P", 0);
        writer.Amount("F", 0);
        writer.WriteNumber("g", -1);
        writer.WriteString("C", cancels ? order.ClientOrderId : "");
        writer.WriteString("x", update.Kind == ExecutionUpdateKind.Replaced ? "REPLACED" : BinanceOrderWords.ExecutionType(update.Kind));
        writer.WriteString("X", BinanceOrderWords.Status(order));
        writer.WriteString("r", "NONE");
        writer.WriteNumber("i", order.OrderId);
        writer.Amount("l", fill?.Quantity ?? 0);
        writer.Amount("z", order.CumulativeQuantity);
        writer.Amount("L", fill?.Price ?? 0);
        WriteCommission(writer, fill);
        writer.WriteNumber("T", update.Time.ToMilliseconds());
        writer.WriteNumber("t", fill?.TradeId ?? -1);
        writer.WriteNumber("I", ExecutionId(update));
        writer.WriteBoolean("w", !order.IsEnded && order.Terms.Request.TimeInForce == TimeInForce.GoodTillCancel || update.Kind == ExecutionUpdateKind.Accepted);
        writer.WriteBoolean("m", fill?.IsMaker ?? false);
        writer.WriteBoolean("M", fill is not null);
        writer.WriteNumber("O", order.AcceptedAt.ToMilliseconds());
        writer.Amount("Z", order.CumulativeValue);
        writer.Amount("Y", fill is null ? 0 : fill.Price * fill.Quantity);
        writer.Amount("Q", 0);
        writer.WriteNumber("W", order.AcceptedAt.ToMilliseconds());
        writer.WriteString("V", BinanceOrderWords.SelfMatch(order));
    });

    public static byte[] AccountPosition(AccountStatement statement, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteString("e", "outboundAccountPosition");
        writer.WriteNumber("E", now.ToMilliseconds());
        writer.WriteNumber("u", statement.AsOf.ToMilliseconds());
        writer.WritePropertyName("B");
        writer.Items(statement.Balances, WriteBalance);
    });

    public static byte[] BalanceUpdate(AccountChange change, Instant now) => BinanceJson.Object(writer =>
    {
        writer.WriteString("e", "balanceUpdate");
        writer.WriteNumber("E", now.ToMilliseconds());
        writer.WriteString("a", change.Subject);
        writer.Amount("d", change.Quantity);
        writer.WriteNumber("T", change.Time.ToMilliseconds());
    });

    private static void WriteBalance(Utf8JsonWriter writer, StatementBalance balance)
    {
        writer.WriteString("a", balance.Asset);
        writer.Amount("f", balance.Free);
        writer.Amount("l", balance.Locked);
    }

    private static void WriteCommission(Utf8JsonWriter writer, SimulatedFill? fill)
    {
        if (fill is null)
        {
            writer.WriteString("n", "0");
            writer.WriteNull("N");
            return;
        }

        writer.Amount("n", fill.Fee);
        writer.WriteString("N", fill.FeeAsset);
    }

    // Every event of an order is told apart by what had happened to it by then.
    private static long ExecutionId(ExecutionUpdate update) =>
        (update.Order.OrderId * 1_000) + (update.Order.Fills.Length * 2) + (update.Order.IsEnded && update.Fill is null ? 1 : 0);
}
