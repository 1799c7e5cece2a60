using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Kraken.Wire;

/// <summary>Writes the request frames of the v2 sockets.</summary>
internal static class RequestFrames
{
    /// <summary>Subscribes to or unsubscribes from the book of one pair.</summary>
    public static byte[] Book(string method, string symbol, int depth, long id) => Write(method, id, json =>
    {
        json.WriteString("channel", "book");
        Symbols(json, [symbol]);
        json.WriteNumber("depth", depth);
        if (method == "subscribe")
            json.WriteBoolean("snapshot", true);
    });

    /// <summary>Subscribes to the tickers of pairs, sent at every change of the best prices.</summary>
    public static byte[] Ticker(IEnumerable<string> symbols, long id) => Write("subscribe", id, json =>
    {
        json.WriteString("channel", "ticker");
        Symbols(json, symbols);
        json.WriteString("event_trigger", "bbo");
        json.WriteBoolean("snapshot", true);
    });

    /// <summary>Subscribes to one of an account's own channels.</summary>
    public static byte[] Private(string channel, string token, long id) => Write("subscribe", id, json =>
    {
        json.WriteString("channel", channel);
        if (channel == "executions")
        {
            json.WriteBoolean("snap_orders", true);
            json.WriteBoolean("snap_trades", false);
            json.WriteBoolean("order_status", true);
        }
        else
        {
            json.WriteBoolean("snapshot", true);
        }

        json.WriteString("token", token);
    });

    /// <summary>Places a limit order.</summary>
    public static byte[] AddOrder(in OrderFrame order, long id)
    {
        OrderFrame frame = order;
        return Write("add_order", id, json =>
        {
            ChildOrderTerms terms = frame.Terms;
            json.WriteString("order_type", "limit");
            json.WriteString("side", terms.Side switch
            {
                Side.Buy => "buy",
                Side.Sell => "sell",
            });
            json.WriteString("symbol", frame.Instrument.Symbol);
            json.WriteNumber("order_qty", frame.Instrument.Quantity(terms.Quantity));
            json.WriteNumber("limit_price", frame.Instrument.Price(terms.LimitPrice));
            json.WriteString("time_in_force", frame.Standing switch
            {
                OrderStanding.Immediate => "ioc",
                OrderStanding.Whole => "fok",
                OrderStanding.Resting or OrderStanding.PostOnly => "gtc",
            });
            if (frame.Standing == OrderStanding.PostOnly)
                json.WriteBoolean("post_only", true);
            if (frame.SelfTradePrevention is { } prevention)
                json.WriteString("stp_type", Word(prevention));
            json.WriteString("cl_ord_id", frame.ClientOrderId);
            if (frame.Margin)
            {
                json.WriteBoolean("margin", true);
                if (terms.ReduceOnly)
                    json.WriteBoolean("reduce_only", true);
            }

            json.WriteString("deadline", Time(frame.Deadline));
            json.WriteString("token", frame.Token);
        });
    }

    /// <summary>Cancels one order by the venue's id when it is known, else by ours.</summary>
    public static byte[] CancelOrder(string? orderId, string clientOrderId, string token, long id) => Write("cancel_order", id, json =>
    {
        json.WriteStartArray(orderId is null ? "cl_ord_id" : "order_id");
        json.WriteStringValue(orderId ?? clientOrderId);
        json.WriteEndArray();
        json.WriteString("token", token);
    });

    /// <summary>Changes price and whole size of an order that stands; its ids stay.</summary>
    public static byte[] AmendOrder(string clientOrderId, (decimal Quantity, decimal Price) change, string token, long id) => Write("amend_order", id, json =>
    {
        json.WriteString("cl_ord_id", clientOrderId);
        json.WriteNumber("order_qty", change.Quantity);
        json.WriteNumber("limit_price", change.Price);
        json.WriteString("token", token);
    });

    /// <summary>Cancels all orders of the account.</summary>
    public static byte[] CancelAll(string token, long id) => Write("cancel_all", id, json => json.WriteString("token", token));

    /// <summary>Sets the dead man's switch of the account.</summary>
    public static byte[] CancelAfter(int seconds, string token, long id) => Write("cancel_all_orders_after", id, json =>
    {
        json.WriteNumber("timeout", seconds);
        json.WriteString("token", token);
    });

    private static string Word(SelfTradePrevention prevention) => prevention switch
    {
        SelfTradePrevention.CancelIncoming => "cancel_newest",
        SelfTradePrevention.CancelResting => "cancel_oldest",
        SelfTradePrevention.CancelBoth => "cancel_both",
    };

    /// <summary>Asks for a pong, which states the venue's time.</summary>
    public static byte[] Ping(long id) => Write("ping", id, null);

    private static byte[] Write(string method, long id, Action<Utf8JsonWriter>? parameters)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("method", method);
            if (parameters is not null)
            {
                json.WriteStartObject("params");
                parameters(json);
                json.WriteEndObject();
            }

            json.WriteNumber("req_id", id);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Symbols(Utf8JsonWriter json, IEnumerable<string> symbols)
    {
        json.WriteStartArray("symbol");
        foreach (string symbol in symbols)
            json.WriteStringValue(symbol);
        json.WriteEndArray();
    }

    private static string Time(Instant instant) => DateTime.UnixEpoch
        .AddTicks(instant.Nanoseconds / 100)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
