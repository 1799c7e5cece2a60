using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken.Private;

/// <summary>Reads add_order requests: the checks that need no account, in the order in which they are made.</summary>
internal sealed class KrakenOrderEntry(IReadOnlyDictionary<string, KrakenPair> pairs)
{
    private const int FreeTextLength = 18;

    /// <summary>Reads the order; null with the venue's error text when a parameter is wrong.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fallbackId">Client order id of an order that brings none.</param>
    /// <param name="error">Set when the result is null.</param>
    public OrderRequest? TryRead(KrakenRequest request, string fallbackId, out string error)
    {
        error = FindError(request) ?? string.Empty;
        if (error.Length > 0)
            return null;
        KrakenPair pair = pairs[request.Text("symbol")!];
        return new OrderRequest
        {
            ClientOrderId = request.Text("cl_ord_id") ?? fallbackId,
            Symbol = pair.Symbol,
            Side = request.Text("side") == "buy" ? Side.Buy : Side.Sell,
            Quantity = request.Number("order_qty")!.Value,
            LimitPrice = request.Number("limit_price")!.Value,
            TimeInForce = (request.Text("time_in_force") ?? "").ToUpperInvariant() switch
            {
                "IOC" => TimeInForce.ImmediateOrCancel,
                "FOK" => TimeInForce.FillOrKill,
                _ => TimeInForce.GoodTillCancel,
            },
            PostOnly = request.Flag("post_only", false),
            SelfMatch = request.Text("stp_type") switch
            {
                "cancel_oldest" => SelfMatchPrevention.CancelResting,
                "cancel_both" => SelfMatchPrevention.CancelBoth,
                _ => SelfMatchPrevention.CancelIncoming,
            },
            Margined = request.Flag("margin", false),
            ReduceOnly = request.Flag("reduce_only", false),
            Leverage = pair.MaximumLeverage,
        };
    }

    private string? FindError(KrakenRequest request)
    {
        if (request.Text("symbol") is not string symbol || !pairs.TryGetValue(symbol, out KrakenPair? pair))
            return KrakenErrors.Of(new OrderRejection(RejectionReason.UnknownSymbol, string.Empty));
        if (request.Text("side") is not ("buy" or "sell"))
            return KrakenErrors.InvalidArgument("side");
        if (request.Text("order_type") != "limit")
            return KrakenErrors.InvalidArgument("order_type");
        string force = (request.Text("time_in_force") ?? "gtc").ToUpperInvariant();
        if (force is not ("GTC" or "IOC" or "FOK"))
            return KrakenErrors.InvalidArgument("time_in_force");
        if (request.Flag("post_only", false) && force != "GTC")
            return KrakenErrors.InvalidArgument("post_only");
        if (request.Number("order_qty") is not > 0)
            return KrakenErrors.InvalidArgument("order_qty");
        if (request.Number("limit_price") is not > 0)
            return KrakenErrors.InvalidArgument("limit_price");
        if (request.Text("cl_ord_id") is string id && !IsClientId(id))
            return KrakenErrors.InvalidArgument("cl_ord_id");
        bool margin = request.Flag("margin", false);
        if (margin && pair.MaximumLeverage < 2)
            return KrakenErrors.InvalidArgument("margin");
        return request.Flag("reduce_only", false) && !margin ? KrakenErrors.InvalidArgument("reduce_only") : null;
    }

    /// <summary>A UUID with or without hyphens, or free text of up to 18 characters.</summary>
    private static bool IsClientId(string id) =>
        id.Length is > 0 and <= FreeTextLength || (id.Length is 32 or 36 && Guid.TryParse(id, out _));
}
