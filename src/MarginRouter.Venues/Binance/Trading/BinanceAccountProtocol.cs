using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// An account of either market: orders and questions over its WebSocket API, which lives with the user stream; what differs between the
/// markets is in <see cref="IMarketProtocol"/>. Pushed changes are merged into the last whole statement.
/// </summary>
internal sealed class BinanceAccountProtocol : AccountProtocol
{
    private const int NoSuchOrder = -2013;
    private const int Archived = -2026;
    private readonly BinanceOptions options;
    private readonly FeedContext context;
    private readonly ApiIdentity identity;
    private readonly IMarketProtocol market;
    private readonly AccountState account = new();
    private volatile ApiConnection? current;
    private volatile AccountEvents? reports;

    public BinanceAccountProtocol(
        BinanceOptions options, Func<BinanceOptions, ApiIdentity, FeedContext, IMarketProtocol> market, TradingAccountOptions account, FeedContext context)
    {
        this.options = options;
        this.context = context;
        identity = new ApiIdentity(account.Key, ApiSigner.Of(account.Secret));
        this.market = market(options, identity, context);
    }

    public override bool PushesChanges => true;

    public override Func<CancellationToken, Task<ImmutableArray<AccountTakerRate>>> Fees => ReadFeesAsync;

    private ApiConnection Api => current ?? throw new SocketClosedException("the order connection is down");

    public override string? Objection(ChildOrderTerms terms, Instrument instrument) => market.Objection(terms);

    public override async Task<Instant> ReadTimeAsync(CancellationToken cancellation)
    {
        byte[] body = await context.Http.GetAsync(new Uri(options.Endpoints.Rest, market.TimePath), cancellation).ConfigureAwait(false);
        return JsonElement.Parse(body).Milliseconds("serverTime");
    }

    public override async Task RunStreamAsync(Action opened, AccountEvents events, CancellationToken cancellation)
    {
        SocketConnection socket = await SocketConnection
            .ConnectAsync(new Uri(options.Endpoints.Api, market.ApiPath), options.PrivateSocket, context.Time, cancellation).ConfigureAwait(false);
        await using ApiConnection api = new(socket, identity, options, context.Clock, context.Time);
        account.Forget();
        UserEvents reader = new(options.ClientOrderIds, options.Instruments, (market, account), events);
        reports = events;
        current = api;
        try
        {
            await TaskGroup.RunAsync(
                cancellation,
                token => api.ReadAsync(reader.OnEvent, token),
                token => market.RunUserStreamAsync(api, opened, reader.OnEvent, token)).ConfigureAwait(false);
        }
        finally
        {
            current = null;
            api.Fail("the session ended");
        }
    }

    public override async Task<PlaceAnswer> PlaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderStanding standing, CancellationToken cancellation) =>
        Outcome(await Api.AskAsync("order.place", Order(terms, instrument, standing), cancellation).ConfigureAwait(false));

    public override async Task<PlaceAnswer> ReplaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderChange change, CancellationToken cancellation)
    {
        AccountEvents events = reports ?? throw new SocketClosedException("the order connection is down");
        OrderReplacement replacement = new(terms, instrument, change, ClientOrderId(terms), events.Orders);
        (PlaceAnswer answer, OrderEnd? end) = await market.ReplaceAsync(Api, replacement, cancellation).ConfigureAwait(false);
        if (end is not null)
            events.Ended(terms.Id, end);
        return answer;
    }

    public override Task<bool> CancelAllAsync(Instrument instrument, CancellationToken cancellation) =>
        market.CancelAllAsync(Api, instrument.Symbol, cancellation);

    public override async Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation)
    {
        JsonElement rows = await market.ReadOpenOrdersAsync(Api, instrument.Symbol, cancellation).ConfigureAwait(false);
        return [.. rows.EnumerateArray().Select(Open)];
    }

    public override Task KeepAliveAsync(TimeSpan limit, CancellationToken cancellation) => market.KeepAliveAsync(limit, cancellation);

    public override async Task<bool> CancelAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        ApiAnswer answer = await Api.AskAsync("order.cancel", Named(terms, instrument), cancellation).ConfigureAwait(false);
        return answer.IsSuccess;
    }

    public override async Task<OrderFinding?> FindAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        ApiConnection api = Api;
        ApiAnswer answer = await api.AskAsync("order.status", Named(terms, instrument), cancellation).ConfigureAwait(false);
        if (answer.ErrorCode == NoSuchOrder)
            return null;
        if (answer.ErrorCode == Archived)
            return new OrderFinding(VenueOrderState.Ended, 0m, null, [], context.Clock.VenueNow);
        if (!answer.IsSuccess)
            throw new VenueProtocolException($"order.status: {answer.Code} {answer.ErrorMessage}");
        JsonElement order = answer.Result;
        long id = order.Integer("orderId");
        OrderSuccession? orders = reports?.Orders;
        _ = orders?.Stay(terms.Id, Text(id));
        decimal executed = (orders?.Before(terms.Id) ?? 0m) + order.Number("executedQty");
        List<OwnExecution> executions = [];
        if (executed > 0m)
        {
            foreach (string earlier in orders?.Earlier(terms.Id) ?? [])
                executions.AddRange(await market.ReadTradesAsync(api, instrument.Symbol, long.Parse(earlier, CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false));
            executions.AddRange(await market.ReadTradesAsync(api, instrument.Symbol, id, cancellation).ConfigureAwait(false));
        }

        return new OrderFinding(
            StateOf(order.Text("status")),
            executed,
            AveragePrice(order, executions),
            executions,
            order.Milliseconds(order.TryGetProperty("updateTime", out _) ? "updateTime" : "time"));
    }

    public override async Task<AccountStatement> ReadAccountAsync(CancellationToken cancellation) =>
        account.Replace(await market.ReadAccountAsync(Api, cancellation).ConfigureAwait(false));

    public override AccountStatement? TakePushed() => account.TakeChanged();

    public override Task<ImmutableArray<InstrumentTiers>> ReadTablesAsync(CancellationToken cancellation) => market.ReadTablesAsync(cancellation);

    /// <summary>What an answer to an order says for certain.</summary>
    public static PlaceAnswer Outcome(ApiAnswer answer) =>
        answer.IsSuccess ? PlaceAnswer.Accepted(Text(answer.Result.Integer("orderId")))
        : answer.IsUnknownOutcome ? PlaceAnswer.Unknown(answer.Code, answer.ErrorMessage ?? "")
        : PlaceAnswer.Refused(answer.Code, answer.ErrorMessage ?? "");

    /// <summary>The venue's id of an order as text.</summary>
    public static string Text(long orderId) => orderId.ToString(CultureInfo.InvariantCulture);

    /// <summary>The venue's word for a side.</summary>
    public static string SideText(Side side) => side switch
    {
        Side.Buy => "BUY",
        Side.Sell => "SELL",
    };

    private async Task<ImmutableArray<AccountTakerRate>> ReadFeesAsync(CancellationToken cancellation)
    {
        SignedRest rest = new(options, identity, context);
        ImmutableArray<AccountTakerRate>.Builder rates = ImmutableArray.CreateBuilder<AccountTakerRate>(options.Instruments.Length);
        foreach (Instrument instrument in options.Instruments)
        {
            using JsonDocument answer = await rest
                .GetAsync(market.FeesPath, new ApiParameters().Add("symbol", instrument.Symbol), cancellation).ConfigureAwait(false);
            rates.Add(new AccountTakerRate(instrument.Id, market.TakerRate(answer.RootElement)));
        }

        return rates.ToImmutable();
    }

    private static VenueOrderState StateOf(string status) => status switch
    {
        "NEW" or "PENDING_NEW" or "PARTIALLY_FILLED" or "PENDING_CANCEL" => VenueOrderState.Working,
        "FILLED" => VenueOrderState.Filled,
        "CANCELED" or "EXPIRED" or "EXPIRED_IN_MATCH" => VenueOrderState.Ended,
        "REJECTED" => VenueOrderState.Refused,
        _ => throw new VenueProtocolException($"the order status {status} is not known"),
    };

    /// <summary>Futures state the average; for spot, and over several orders, it is that of the executions.</summary>
    private static decimal? AveragePrice(JsonElement order, List<OwnExecution> executions)
    {
        decimal listed = executions.Sum(execution => execution.Quantity);
        return listed > 0m ? executions.Sum(execution => execution.Quantity * execution.Price) / listed
            : order.NumberOrNull("avgPrice") is { } average and > 0m ? average
            : null;
    }

    private OpenOrder Open(JsonElement order)
    {
        bool isOurs = options.ClientOrderIds.TryParse(order.Text("clientOrderId"), out ChildOrderId child);
        decimal before = isOurs ? reports?.Orders.Before(child) ?? 0m : 0m;
        return new OpenOrder(
            isOurs ? child : null,
            Text(order.Integer("orderId")),
            order.Text("side") == "BUY" ? Side.Buy : Side.Sell,
            order.Number("price"),
            before + order.Number("origQty"),
            before + order.Number("executedQty"));
    }

    private string ClientOrderId(ChildOrderTerms terms) => options.ClientOrderIds.Format(terms.Id);

    private ApiParameters Named(ChildOrderTerms terms, Instrument instrument) =>
        new ApiParameters().Add("symbol", instrument.Symbol).Add("origClientOrderId", ClientOrderId(terms));

    private ApiParameters Order(ChildOrderTerms terms, Instrument instrument, OrderStanding standing)
    {
        ApiParameters parameters = new ApiParameters()
            .Add("symbol", instrument.Symbol)
            .Add("side", SideText(terms.Side))
            .Add("quantity", instrument.Quantity(terms.Quantity))
            .Add("price", instrument.Price(terms.LimitPrice))
            .Add("newClientOrderId", ClientOrderId(terms))
            .Add("newOrderRespType", "RESULT");
        market.AddStanding(parameters, standing);
        if (options.SelfTradePrevention is { } prevention)
        {
            parameters.Add("selfTradePreventionMode", prevention switch
            {
                SelfTradePrevention.CancelIncoming => "EXPIRE_TAKER",
                SelfTradePrevention.CancelResting => "EXPIRE_MAKER",
                SelfTradePrevention.CancelBoth => "EXPIRE_BOTH",
            });
        }

        return terms.ReduceOnly ? parameters.Add("reduceOnly", "true") : parameters;
    }
}
