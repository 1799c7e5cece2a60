using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken.Private;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Rest;

/// <summary>The REST calls that place, change and cancel orders.</summary>
internal sealed class KrakenOrderCommands(SimulatedExchange exchange, IReadOnlyDictionary<string, KrakenPair> pairs)
{
    private long unnamed;

    /// <summary>Carries out a call and answers once that may be sent; null when there is no such call.</summary>
    public async Task<byte[]?> AnswerAsync(KrakenRestCall call, SimulatedAccount account, CancellationToken cancellation)
    {
        (byte[] Body, OrderAnswer? Answer)? done = call.Name switch
        {
            "AddOrder" => Add(call, account),
            "AmendOrder" => Amend(call, account),
            "CancelOrder" => Cancel(call, account),
            "CancelAll" => (Count(exchange.CancelAll(account).Length), null),
            _ => null,
        };
        if (done?.Answer is { } answer)
        {
            // A request that a fault has swallowed is never answered: the client gives up.
            await (answer.IsSwallowed ? Task.Delay(Timeout.InfiniteTimeSpan, cancellation) : answer.Release.WaitAsync(cancellation));
        }

        return done?.Body;
    }

    private (byte[], OrderAnswer?) Add(KrakenRestCall call, SimulatedAccount account)
    {
        KrakenPair? pair = pairs.Values.FirstOrDefault(one => call.Field("pair") is { } name && (name == one.AlternativeName || name == one.Name || name == one.Symbol));
        if (pair is null)
            return (KrakenRestAnswer.Error("EQuery:Unknown asset pair"), null);
        string? wrong = call.Field("ordertype") != "limit" ? "ordertype"
            : call.Field("type") is not ("buy" or "sell") ? "type"
            : Number(call, "volume") is not > 0m ? "volume"
            : Number(call, "price") is not > 0m ? "price"
            : (call.Field("timeinforce") ?? "GTC") is not ("GTC" or "gtc" or "IOC" or "ioc") ? "timeinforce"
            : null;
        if (wrong is not null)
            return (KrakenRestAnswer.Error(KrakenErrors.InvalidArgument(wrong)), null);
        bool margin = call.Field("leverage") is { } leverage && leverage is not "none";
        OrderRequest request = new()
        {
            ClientOrderId = call.Field("cl_ord_id") ?? $"unnamed-rest-{Interlocked.Increment(ref unnamed)}",
            Symbol = pair.Symbol,
            Side = call.Field("type") == "buy" ? Side.Buy : Side.Sell,
            Quantity = Number(call, "volume")!.Value,
            LimitPrice = Number(call, "price")!.Value,
            TimeInForce = call.Field("timeinforce") is "IOC" or "ioc" ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel,
            PostOnly = call.Field("oflags")?.Split(',').Contains("post") ?? false,
            SelfMatch = call.Field("stptype") switch
            {
                "cancel-oldest" => SelfMatchPrevention.CancelResting,
                "cancel-both" => SelfMatchPrevention.CancelBoth,
                _ => SelfMatchPrevention.CancelIncoming,
            },
            Margined = margin,
            ReduceOnly = call.Field("reduce_only") == "true",
            Leverage = pair.MaximumLeverage,
        };
        OrderAnswer answer = exchange.Place(account, request);
        byte[] body = answer.Order is { } order
            ? KrakenRestAnswer.OfObject(json =>
            {
                json.WriteStartObject("descr");
                json.WriteString("order", KrakenOrderRest.Described(pair, order.Terms));
                json.WriteEndObject();
                json.WriteStartArray("txid");
                json.WriteStringValue(KrakenIds.Order(order.OrderId));
                json.WriteEndArray();
            })
            : Refused(answer);
        return (body, answer);
    }

    private (byte[], OrderAnswer?) Amend(KrakenRestCall call, SimulatedAccount account)
    {
        OrderAnswer answer = exchange.Replace(account, Find(call, account), Number(call, "limit_price"), Number(call, "order_qty"));
        byte[] body = answer.Order is { } order
            ? KrakenRestAnswer.OfObject(json => json.WriteString("amend_id", KrakenIds.Trade(order.UpdatedAt.ToMilliseconds())))
            : Refused(answer);
        return (body, answer);
    }

    private (byte[], OrderAnswer?) Cancel(KrakenRestCall call, SimulatedAccount account)
    {
        OrderAnswer answer = exchange.Cancel(account, Find(call, account));
        return (answer.Order is null ? Refused(answer) : Count(1), answer);
    }

    private SimulatedOrder? Find(KrakenRestCall call, SimulatedAccount account) =>
        call.Field("txid") is { } id ? exchange.Orders(account).FirstOrDefault(order => KrakenIds.Order(order.OrderId) == id)
        : call.Field("cl_ord_id") is { } client ? exchange.FindOrder(account, client)
        : null;

    private static byte[] Refused(OrderAnswer answer) =>
        answer.Rejection is { } rejection ? KrakenRestAnswer.Error(KrakenErrors.Of(rejection)) : [];

    private static byte[] Count(int count) => KrakenRestAnswer.OfObject(json => json.WriteNumber("count", count));

    private static decimal? Number(KrakenRestCall call, string field) =>
        decimal.TryParse(call.Field(field), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}
