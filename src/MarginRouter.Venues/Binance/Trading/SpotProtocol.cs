using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>Spot: everything private goes over the WebSocket API, user events by a signed subscription (web-socket-api.md).</summary>
internal sealed class SpotProtocol : IMarketProtocol
{
    private const int NothingToCancel = -2011;

    public string ApiPath => "/ws-api/v3";

    public string TimePath => "/api/v3/time";

    public string FeesPath => "/api/v3/account/commission";

    /// <summary>
    /// Standard, special and tax commission are added up, each with the dearer of its buyer's and seller's part. The discount for paying in BNB is
    /// left out: it lasts as long as the BNB do.
    /// </summary>
    public decimal TakerRate(JsonElement answer)
    {
        decimal rate = Commission(JsonFigure.Member(answer, "standardCommission"));
        foreach (string further in (string[])["specialCommission", "taxCommission"])
        {
            if (answer.TryGetProperty(further, out JsonElement part))
                rate += Commission(part);
        }

        return rate;
    }

    public string? Objection(ChildOrderTerms terms) =>
        terms.ReduceOnly ? "spot orders have no reduce-only flag" : null;

    public async Task RunUserStreamAsync(
        ApiConnection api, Action opened, Action<ReadOnlyMemory<byte>> onEvent, CancellationToken cancellation)
    {
        await api.DemandAsync("userDataStream.subscribe.signature", new ApiParameters(), cancellation).ConfigureAwait(false);
        opened();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(false);
    }

    public async Task<AccountStatement> ReadAccountAsync(ApiConnection api, CancellationToken cancellation)
    {
        JsonElement account = await api.DemandAsync("account.status", new ApiParameters(), cancellation).ConfigureAwait(false);
        List<AssetBalance> balances = [];
        foreach (JsonElement balance in account.Member("balances").EnumerateArray())
            balances.Add(new AssetBalance(new Asset(balance.Text("asset")), balance.Number("free") + balance.Number("locked")));
        return new AccountStatement(account.Milliseconds("updateTime"), balances, [], null);
    }

    public Task<ImmutableArray<InstrumentTiers>> ReadTablesAsync(CancellationToken cancellation) =>
        Task.FromResult(ImmutableArray<InstrumentTiers>.Empty);

    public async Task<IReadOnlyList<OwnExecution>> ReadTradesAsync(
        ApiConnection api, string symbol, long orderId, CancellationToken cancellation)
    {
        ApiParameters parameters = new ApiParameters().Add("symbol", symbol).Add("orderId", orderId);
        JsonElement trades = await api.DemandAsync("myTrades", parameters, cancellation).ConfigureAwait(false);
        return OwnTrades.Decode(trades);
    }

    public AccountStatement? DecodeAccountChange(string eventType, JsonElement userEvent)
    {
        if (eventType != "outboundAccountPosition")
            return null;
        List<AssetBalance> balances = [];
        foreach (JsonElement balance in userEvent.Member("B").EnumerateArray())
            balances.Add(new AssetBalance(new Asset(balance.Text("a")), balance.Number("f") + balance.Number("l")));
        return new AccountStatement(userEvent.Milliseconds("u"), balances, [], null);
    }

    public LeverageChange? DecodeLeverageChange(string eventType, JsonElement userEvent) => null;

    public void AddStanding(ApiParameters parameters, OrderStanding standing)
    {
        if (standing == OrderStanding.PostOnly)
        {
            parameters.Add("type", "LIMIT_MAKER");
            return;
        }

        parameters.Add("type", "LIMIT").Add("timeInForce", standing switch
        {
            OrderStanding.Whole => "FOK",
            OrderStanding.Resting => "GTC",
            _ => "IOC",
        });
    }

    /// <summary>
    /// A smaller size at the same price keeps the order and its place (order.amend.keepPriority); anything else ends it and places another
    /// for what is left (order.cancelReplace), whose answer says what the first had filled. A fill between the question how much is left and
    /// the change makes the whole larger by it.
    /// </summary>
    public async Task<(PlaceAnswer Answer, OrderEnd? End)> ReplaceAsync(
        ApiConnection api, OrderReplacement replacement, CancellationToken cancellation)
    {
        OrderSuccession orders = replacement.Orders;
        ChildOrderId child = replacement.Terms.Id;
        string symbol = replacement.Instrument.Symbol;
        ApiParameters question = new ApiParameters().Add("symbol", symbol).Add("origClientOrderId", replacement.ClientOrderId);
        ApiAnswer status = await api.AskAsync("order.status", question, cancellation).ConfigureAwait(false);
        if (!status.IsSuccess)
            return (BinanceAccountProtocol.Outcome(status), null);
        JsonElement order = status.Result;
        string id = BinanceAccountProtocol.Text(order.Integer("orderId"));
        decimal whole = replacement.Quantity - orders.Before(child);
        if (order.Number("price") == replacement.Price && whole < order.Number("origQty"))
            return (await ShrinkAsync(api, replacement, whole, cancellation).ConfigureAwait(false), null);
        decimal left = whole - order.Number("executedQty");
        if (left <= 0m)
            return (PlaceAnswer.Refused("size", $"{left} would be left of the order"), null);
        ApiParameters parameters = new ApiParameters()
            .Add("symbol", symbol)
            .Add("side", order.Text("side"))
            .Add("cancelReplaceMode", "STOP_ON_FAILURE")
            .Add("cancelOrderId", order.Integer("orderId"))
            .Add("newClientOrderId", replacement.ClientOrderId)
            .Add("newOrderRespType", "RESULT")
            .Add("quantity", left)
            .Add("price", replacement.Price);
        AddStanding(parameters, order.Text("type") == "LIMIT_MAKER" ? OrderStanding.PostOnly : OrderStanding.Resting);
        orders.Begin(child);
        ApiAnswer answer = await api.AskAsync("order.cancelReplace", parameters, cancellation).ConfigureAwait(false);
        if (answer.IsUnknownOutcome)
            return (PlaceAnswer.Unknown(answer.Code, answer.ErrorMessage ?? ""), null);
        if (!answer.IsSuccess)
            return (PlaceAnswer.Refused(answer.Code, answer.ErrorMessage ?? ""), orders.Stay(child, id));
        string next = BinanceAccountProtocol.Text(answer.Result.Member("newOrderResponse").Integer("orderId"));
        decimal executed = answer.Result.Member("cancelResponse").Number("executedQty");
        return (PlaceAnswer.Accepted(next), orders.Follow(child, (id, executed), next));
    }

    /// <summary>An account without open orders in the symbol is told so by an error, which is no refusal.</summary>
    public async Task<bool> CancelAllAsync(ApiConnection api, string symbol, CancellationToken cancellation)
    {
        ApiAnswer answer = await api.AskAsync("openOrders.cancelAll", new ApiParameters().Add("symbol", symbol), cancellation).ConfigureAwait(false);
        return answer.IsSuccess || answer.ErrorCode == NothingToCancel;
    }

    public Task<JsonElement> ReadOpenOrdersAsync(ApiConnection api, string symbol, CancellationToken cancellation) =>
        api.DemandAsync("openOrders.status", new ApiParameters().Add("symbol", symbol), cancellation);

    public Task KeepAliveAsync(TimeSpan limit, CancellationToken cancellation) =>
        throw new VenueConfigurationException("spot has no dead man's switch outside FIX");

    private static decimal Commission(JsonElement part) =>
        JsonFigure.Required(part, "taker") + Math.Max(JsonFigure.Read(part, "buyer") ?? 0m, JsonFigure.Read(part, "seller") ?? 0m);

    private static async Task<PlaceAnswer> ShrinkAsync(
        ApiConnection api, OrderReplacement replacement, decimal quantity, CancellationToken cancellation)
    {
        ApiParameters parameters = new ApiParameters()
            .Add("symbol", replacement.Instrument.Symbol)
            .Add("origClientOrderId", replacement.ClientOrderId)
            .Add("newClientOrderId", replacement.ClientOrderId)
            .Add("newQty", quantity);
        ApiAnswer answer = await api.AskAsync("order.amend.keepPriority", parameters, cancellation).ConfigureAwait(false);
        return answer.IsSuccess ? PlaceAnswer.Accepted(BinanceAccountProtocol.Text(answer.Result.Member("amendedOrder").Integer("orderId")))
            : answer.IsUnknownOutcome ? PlaceAnswer.Unknown(answer.Code, answer.ErrorMessage ?? "")
            : PlaceAnswer.Refused(answer.Code, answer.ErrorMessage ?? "");
    }
}
