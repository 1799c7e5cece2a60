using System.Globalization;
using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken.Private;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Rest;

/// <summary>The REST calls about orders and trades.</summary>
internal sealed class KrakenOrderRest(KrakenPrivateDesk desk, SimulatedExchange exchange)
{
    private const int PageSize = 50;

    /// <summary>QueryOrders: the orders with these ids, by txid (several, with commas).</summary>
    public byte[] Query(KrakenRestCall call, SimulatedAccount account)
    {
        if (call.Field("txid") is not string ids)
            return KrakenRestAnswer.Error(KrakenErrors.InvalidArgument("txid"));
        List<SimulatedOrder> found = [];
        IReadOnlyList<SimulatedOrder> all = exchange.Orders(account);
        foreach (string id in ids.Split(','))
        {
            if (all.FirstOrDefault(order => KrakenIds.Order(order.OrderId) == id) is not SimulatedOrder order)
                return KrakenRestAnswer.Error(KrakenErrors.UnknownOrder);
            found.Add(order);
        }

        return KrakenRestAnswer.OfObject(json => WriteOrders(json, found, call.Field("trades") == "true"));
    }

    /// <summary>OpenOrders: those that stand in the book; cl_ord_id restricts them to one.</summary>
    public byte[] Open(KrakenRestCall call, SimulatedAccount account)
    {
        string? clientId = call.Field("cl_ord_id");
        List<SimulatedOrder> open = [.. exchange.OpenOrders(account).Where(order => clientId is null || order.ClientOrderId == clientId)];
        return KrakenRestAnswer.OfObject(json =>
        {
            json.WriteStartObject("open");
            WriteOrders(json, open, call.Field("trades") == "true");
            json.WriteEndObject();
        });
    }

    /// <summary>ClosedOrders: newest first, fifty from an offset; cl_ord_id restricts it to one.</summary>
    public byte[] Closed(KrakenRestCall call, SimulatedAccount account)
    {
        string? clientId = call.Field("cl_ord_id");
        List<SimulatedOrder> matching = [.. exchange.Orders(account)
            .Where(order => order.IsEnded && (clientId is null || order.ClientOrderId == clientId))
            .Reverse()];
        List<SimulatedOrder> page = [.. matching.Skip(Offset(call)).Take(PageSize)];
        return KrakenRestAnswer.OfObject(json =>
        {
            json.WriteStartObject("closed");
            WriteOrders(json, page, call.Field("trades") == "true");
            json.WriteEndObject();
            json.WriteNumber("count", matching.Count);
        });
    }

    /// <summary>TradesHistory: newest first, fifty from an offset; start (excluded) and end (included) are epoch seconds.</summary>
    public byte[] Trades(KrakenRestCall call, SimulatedAccount account)
    {
        decimal start = Seconds(call, "start") ?? decimal.MinValue;
        decimal end = Seconds(call, "end") ?? decimal.MaxValue;
        List<(SimulatedOrder Order, SimulatedFill Fill)> matching = [.. exchange.Orders(account)
            .SelectMany(order => order.Fills.Select(fill => (order, fill)))
            .Where(trade => KrakenTime.Seconds(trade.fill.Time) > start && KrakenTime.Seconds(trade.fill.Time) <= end)
            .OrderByDescending(trade => trade.fill.Time)];
        return KrakenRestAnswer.OfObject(json =>
        {
            json.WriteStartObject("trades");
            foreach ((SimulatedOrder order, SimulatedFill fill) in matching.Skip(Offset(call)).Take(PageSize))
                WriteTrade(json, order, fill);
            json.WriteEndObject();
            json.WriteNumber("count", matching.Count);
        });
    }

    private void WriteOrders(Utf8JsonWriter json, IReadOnlyList<SimulatedOrder> orders, bool withTrades)
    {
        foreach (SimulatedOrder order in orders)
            WriteOrder(json, order, withTrades);
    }

    private void WriteOrder(Utf8JsonWriter json, SimulatedOrder order, bool withTrades)
    {
        KrakenPair pair = desk.Pair(order.Symbol);
        json.WriteStartObject(KrakenIds.Order(order.OrderId));
        json.WriteNull("refid");
        json.WriteNumber("userref", 0);
        json.WriteString("cl_ord_id", order.ClientOrderId);
        json.WriteString("status", order.State switch
        {
            OrderState.New or OrderState.PartiallyFilled => "open",
            OrderState.Filled => "closed",
            OrderState.Expired or OrderState.Cancelled => "canceled",
        });
        if (order.EndReason is { } reason)
            json.WriteString("reason", KrakenWords.Of(reason));
        else
            json.WriteNull("reason");
        json.WriteNumber("opentm", KrakenTime.Seconds(order.AcceptedAt));
        if (order.IsEnded)
            json.WriteNumber("closetm", KrakenTime.Seconds(order.UpdatedAt));
        json.WriteNumber("starttm", 0);
        json.WriteNumber("expiretm", 0);
        WriteDescription(json, pair, order.Terms);
        json.WriteString("vol", KrakenNumber.Text(order.Terms.Quantity, KrakenPair.LotDecimals));
        json.WriteString("vol_exec", KrakenNumber.Text(order.CumulativeQuantity, KrakenPair.LotDecimals));
        json.WriteString("cost", Money(order.CumulativeValue));
        json.WriteString("fee", Money(order.Fills.Sum(fill => fill.Fee)));
        json.WriteString("price", Money(order.AveragePrice == 0 ? 0 : KrakenNumber.Rounded(order.AveragePrice, pair.PriceDecimals)));
        json.WriteString("stopprice", Money(0));
        json.WriteString("limitprice", Money(0));
        json.WriteString("misc", string.Empty);
        json.WriteString("oflags", order.Terms.Request.PostOnly ? "fciq,post" : "fciq");
        if (withTrades)
        {
            json.WriteStartArray("trades");
            foreach (SimulatedFill fill in order.Fills)
                json.WriteStringValue(KrakenIds.Trade(fill.TradeId));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>An order in words.</summary>
    public static string Described(KrakenPair pair, OrderTerms terms)
    {
        string ending = terms.MovesPosition ? $" with {Leverage(terms)} leverage" : string.Empty;
        string quantity = KrakenNumber.Text(terms.Quantity, KrakenPair.LotDecimals);
        return $"{KrakenWords.Of(terms.Side)} {quantity} {pair.AlternativeName} @ limit {KrakenNumber.Text(terms.Price, pair.PriceDecimals)}{ending}";
    }

    private static void WriteDescription(Utf8JsonWriter json, KrakenPair pair, OrderTerms terms)
    {
        json.WriteStartObject("descr");
        json.WriteString("pair", pair.AlternativeName);
        json.WriteString("type", KrakenWords.Of(terms.Side));
        json.WriteString("ordertype", "limit");
        json.WriteString("price", KrakenNumber.Text(terms.Price, pair.PriceDecimals));
        json.WriteString("price2", "0");
        json.WriteString("leverage", Leverage(terms));
        json.WriteString("order", Described(pair, terms));
        json.WriteString("close", string.Empty);
        json.WriteEndObject();
    }

    private static string Leverage(OrderTerms terms) => terms.MovesPosition ? $"{KrakenNumber.ExactText(terms.Leverage, 0)}:1" : "none";

    private void WriteTrade(Utf8JsonWriter json, SimulatedOrder order, SimulatedFill fill)
    {
        OrderTerms terms = order.Terms;
        KrakenPair pair = desk.Pair(order.Symbol);
        decimal cost = fill.Price * fill.Quantity;
        json.WriteStartObject(KrakenIds.Trade(fill.TradeId));
        json.WriteString("ordertxid", KrakenIds.Order(order.OrderId));
        json.WriteString("postxid", KrakenIds.Trade(fill.TradeId));
        json.WriteString("pair", pair.Name);
        json.WriteNumber("time", KrakenTime.Seconds(fill.Time));
        json.WriteString("type", KrakenWords.Of(terms.Side));
        json.WriteString("ordertype", "limit");
        json.WriteString("price", Money(fill.Price));
        json.WriteString("cost", Money(cost));
        json.WriteString("fee", Money(fill.Fee));
        json.WriteString("vol", KrakenNumber.Text(fill.Quantity, KrakenPair.LotDecimals));
        json.WriteString("margin", Money(terms.MovesPosition ? KrakenNumber.Rounded(cost / terms.Leverage, KrakenPair.CostDecimals) : 0));
        json.WriteString("misc", string.Empty);
        json.WriteNumber("trade_id", fill.TradeId);
        json.WriteBoolean("maker", fill.IsMaker);
        json.WriteEndObject();
    }

    private static string Money(decimal value) => KrakenNumber.ExactText(value, KrakenPair.CostDecimals);

    private static int Offset(KrakenRestCall call) =>
        int.TryParse(call.Field("ofs"), NumberStyles.None, CultureInfo.InvariantCulture, out int offset) ? offset : 0;

    private static decimal? Seconds(KrakenRestCall call, string field) =>
        decimal.TryParse(call.Field(field), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds) ? seconds : null;
}
