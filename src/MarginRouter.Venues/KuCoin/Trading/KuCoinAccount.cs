using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.KuCoin.Trading;

/// <summary>
/// A spot account of KuCoin: high-frequency orders and questions over REST, reports over the private socket, whose address and token come
/// from <c>bullet-private</c>.
/// </summary>
internal sealed class KuCoinAccount : AccountProtocol
{
    private const int StatementAttempts = 5;
    private const string InvalidParameter = "400100";
    private readonly TradingContext context;
    private readonly KuCoinRest rest;
    private readonly KuCoinFees fees;
    private long lastConnection;
    private volatile AccountEvents? reports;

    public KuCoinAccount(TradingAccountOptions account, TradingContext context)
    {
        this.context = context;
        rest = new KuCoinRest(account, context);
        fees = new KuCoinFees(context.Instruments);
    }

    public override string? Objection(ChildOrderTerms terms, Instrument instrument) =>
        instrument.Kind != InstrumentKind.Spot ? "orders go to spot pairs alone"
        : terms.ReduceOnly ? "spot orders have no reduce-only flag"
        : null;

    public override async Task<Instant> ReadTimeAsync(CancellationToken cancellation)
    {
        byte[] answer = await context.Http.GetAsync(new Uri(context.Options.Feed.Rest, "/api/v1/timestamp"), cancellation).ConfigureAwait(false);
        return JsonFigure.Milliseconds(JsonElement.Parse(answer), "data");
    }

    public override async Task RunStreamAsync(Action opened, AccountEvents events, CancellationToken cancellation)
    {
        reports = events;
        await fees.ReadAsync(rest, cancellation).ConfigureAwait(false);
        JsonElement granted = await rest.DemandAsync(HttpMethod.Post, "/api/v1/bullet-private", cancellation).ConfigureAwait(false);
        JsonElement server = JsonFigure.List(granted, "instanceServers").FirstOrDefault();
        Uri address = new($"{JsonFigure.Text(server, "endpoint")}?token={Uri.EscapeDataString(JsonFigure.Text(granted, "token"))}&connectId={++lastConnection}");
        KuCoinEvents reader = new(context.Options.ClientOrderIds, context.Instruments, fees, events);
        await new PrivateStream(context, [.. """{"id":"ping","type":"ping"}"""u8]).RunAsync(
            address,
            [
                new PrivateStep(null),
                new PrivateStep(Subscription(1, "/spotMarket/tradeOrdersV2")),
                new PrivateStep(Subscription(2, "/account/balance")),
            ],
            reader.Take,
            opened,
            cancellation).ConfigureAwait(false);
    }

    public override Func<CancellationToken, Task<ImmutableArray<AccountTakerRate>>> Fees => async cancellation =>
    {
        await fees.ReadAsync(rest, cancellation).ConfigureAwait(false);
        return [.. context.Instruments.All.Select(instrument => new AccountTakerRate(instrument.Id, fees.Of(instrument.Symbol, isMaker: false, 1m)))];
    };

    public override async Task<PlaceAnswer> PlaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderStanding standing, CancellationToken cancellation)
    {
        JsonElement answer = await rest.SendAsync(HttpMethod.Post, "/api/v1/hf/orders", Order(terms, instrument, standing), cancellation).ConfigureAwait(false);
        return Outcome(answer, "orderId");
    }

    private static PlaceAnswer Outcome(JsonElement answer, string idName)
    {
        string code = JsonFigure.Text(answer, "code");
        string message = JsonFigure.TextOrEmpty(answer, "msg");
        return code switch
        {
            KuCoinRest.Granted => PlaceAnswer.Accepted(JsonFigure.Text(JsonFigure.Member(answer, "data"), idName)),

            // Faults inside the venue, and an id that arrived before: the order may be there.
            "300000" or "500000" or "102411" or "102426" => PlaceAnswer.Unknown(code, message),
            _ => PlaceAnswer.Refused(code, message),
        };
    }

    /// <summary>
    /// The venue cancels the order and places another under the same client id. What the ended order had filled is asked for, so that both
    /// count together.
    /// </summary>
    public override async Task<PlaceAnswer> ReplaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderChange change, CancellationToken cancellation)
    {
        AccountEvents events = reports ?? throw new SocketClosedException("the private stream is not open");
        JsonElement before = await rest.DemandAsync(HttpMethod.Get, OrderPath(terms, instrument), cancellation).ConfigureAwait(false);
        string current = JsonFigure.Text(before, "id");
        string size = KuCoinWords.Number(instrument.Quantity(change.Quantity) - events.Orders.Before(terms.Id));
        string body = $$"""{"symbol":"{{instrument.Symbol}}","clientOid":"{{context.Options.ClientOrderIds.Format(terms.Id)}}","newPrice":"{{KuCoinWords.Number(instrument.Price(change.LimitPrice))}}","newSize":"{{size}}"}""";
        events.Orders.Begin(terms.Id);
        JsonElement answer = await rest.SendAsync(HttpMethod.Post, "/api/v1/hf/orders/alter", body, cancellation).ConfigureAwait(false);
        PlaceAnswer outcome = Outcome(answer, "newOrderId");
        if (outcome.Outcome == PlaceOutcome.Unknown)
            return outcome;
        OrderEnd? end;
        if (outcome.Outcome == PlaceOutcome.Accepted)
        {
            JsonElement ended = await rest.DemandAsync(HttpMethod.Get, $"/api/v1/hf/orders/{current}?symbol={instrument.Symbol}", cancellation).ConfigureAwait(false);
            end = events.Orders.Follow(terms.Id, (current, JsonFigure.Required(ended, "dealSize")), outcome.VenueOrderId);
        }
        else
        {
            end = events.Orders.Stay(terms.Id, current);
        }

        if (end is not null)
            events.Ended(terms.Id, end);
        return outcome;
    }

    /// <summary>The dead man's switch of the configured pairs.</summary>
    public override async Task KeepAliveAsync(TimeSpan limit, CancellationToken cancellation)
    {
        const string path = "/api/v1/hf/orders/dead-cancel-all";
        string symbols = string.Join(',', context.Instruments.All.Where(instrument => instrument.Kind == InstrumentKind.Spot).Select(instrument => instrument.Symbol));
        string body = $$"""{"timeout":{{((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture)}},"symbols":"{{symbols}}"}""";
        JsonElement answer = await rest.SendAsync(HttpMethod.Post, path, body, cancellation).ConfigureAwait(false);
        if (JsonFigure.Text(answer, "code") != KuCoinRest.Granted)
            throw new VenueProtocolException($"{path}: {JsonFigure.Text(answer, "code")} {JsonFigure.TextOrEmpty(answer, "msg")}");
    }

    public override async Task<bool> CancelAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        JsonElement answer = await rest.SendAsync(HttpMethod.Delete, OrderPath(terms, instrument), "", cancellation).ConfigureAwait(false);
        return JsonFigure.Text(answer, "code") == KuCoinRest.Granted;
    }

    public override async Task<bool> CancelAllAsync(Instrument instrument, CancellationToken cancellation)
    {
        JsonElement answer = await rest.SendAsync(HttpMethod.Delete, $"/api/v1/hf/orders?symbol={instrument.Symbol}", "", cancellation).ConfigureAwait(false);
        return JsonFigure.Text(answer, "code") == KuCoinRest.Granted;
    }

    public override async Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation)
    {
        JsonElement rows = await rest.DemandAsync(HttpMethod.Get, $"/api/v1/hf/orders/active?symbol={instrument.Symbol}", cancellation).ConfigureAwait(false);
        return rows.ValueKind == JsonValueKind.Array ? [.. rows.EnumerateArray().Select(Open)] : [];
    }

    private OpenOrder Open(JsonElement order)
    {
        bool isOurs = context.Options.ClientOrderIds.TryParse(JsonFigure.TextOrEmpty(order, "clientOid"), out ChildOrderId child);
        decimal before = isOurs ? reports?.Orders.Before(child) ?? 0m : 0m;
        return new OpenOrder(
            isOurs ? child : null,
            JsonFigure.Text(order, "id"),
            JsonFigure.Text(order, "side") == "buy" ? Side.Buy : Side.Sell,
            JsonFigure.Required(order, "price"),
            before + JsonFigure.Required(order, "size"),
            before + JsonFigure.Required(order, "dealSize"));
    }

    public override async Task<OrderFinding?> FindAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        string path = OrderPath(terms, instrument);
        JsonElement answer = await rest.SendAsync(HttpMethod.Get, path, "", cancellation).ConfigureAwait(false);
        string code = JsonFigure.Text(answer, "code");
        string message = JsonFigure.TextOrEmpty(answer, "msg");

        // The venue has one code for everything that is wrong with a parameter, and says in words that there is no such order.
        if (code == InvalidParameter && message.Contains("not exist", StringComparison.OrdinalIgnoreCase))
            return null;
        if (code != KuCoinRest.Granted)
            throw new VenueProtocolException($"{path}: {code} {message}");
        if (JsonFigure.Member(answer, "data").ValueKind == JsonValueKind.Null)
            return null;
        JsonElement order = JsonFigure.Member(answer, "data");
        string current = JsonFigure.Text(order, "id");
        _ = reports?.Orders.Stay(terms.Id, current);
        decimal executed = (reports?.Orders.Before(terms.Id) ?? 0m) + JsonFigure.Required(order, "dealSize");
        List<OwnExecution> executions = [];
        if (executed > 0m)
        {
            foreach (string id in (IEnumerable<string>)[.. reports?.Orders.Earlier(terms.Id) ?? [], current])
            {
                string fills = $"/api/v1/hf/fills?symbol={instrument.Symbol}&orderId={id}&limit=100";
                JsonElement listed = await rest.DemandAsync(HttpMethod.Get, fills, cancellation).ConfigureAwait(false);
                executions.AddRange(JsonFigure.List(listed, "items").Select(KuCoinWords.Execution).OrderBy(execution => execution.Time));
            }
        }

        decimal filled = executions.Sum(execution => execution.Quantity);
        return new OrderFinding(
            KuCoinWords.State(order),
            executed,
            filled > 0m ? executions.Sum(execution => execution.Quantity * execution.Price) / filled : null,
            executions,
            JsonFigure.Milliseconds(order, "lastUpdatedAt"));
    }

    /// <summary>
    /// Balances bear no time: they are read before and after the venue's clock, and hold as of that time when nothing changed between.
    /// </summary>
    public override async Task<AccountStatement> ReadAccountAsync(CancellationToken cancellation)
    {
        List<AssetBalance> before = await BalancesAsync(cancellation).ConfigureAwait(false);
        for (int attempt = 0; attempt < StatementAttempts; attempt++)
        {
            Instant time = await ReadTimeAsync(cancellation).ConfigureAwait(false);
            List<AssetBalance> after = await BalancesAsync(cancellation).ConfigureAwait(false);
            if (before.SequenceEqual(after))
                return new AccountStatement(time, after, [], null);
            before = after;
        }

        throw new VenueProtocolException("balances changed at each reading of the account");
    }

    private async Task<List<AssetBalance>> BalancesAsync(CancellationToken cancellation)
    {
        JsonElement rows = await rest.DemandAsync(HttpMethod.Get, "/api/v1/accounts?type=trade", cancellation).ConfigureAwait(false);
        return
        [
            .. rows.EnumerateArray()
                .Select(row => new AssetBalance(new Asset(JsonFigure.Text(row, "currency")), JsonFigure.Required(row, "balance")))
                .OrderBy(balance => balance.Asset.Code, StringComparer.Ordinal),
        ];
    }

    private string OrderPath(ChildOrderTerms terms, Instrument instrument) =>
        $"/api/v1/hf/orders/client-order/{context.Options.ClientOrderIds.Format(terms.Id)}?symbol={instrument.Symbol}";

    private string Order(ChildOrderTerms terms, Instrument instrument, OrderStanding standing)
    {
        string force = standing switch
        {
            OrderStanding.Immediate => "\"IOC\"",
            OrderStanding.Whole => "\"FOK\"",
            OrderStanding.Resting => "\"GTC\"",
            OrderStanding.PostOnly => "\"GTC\",\"postOnly\":true",
        };
        string side = terms.Side switch
        {
            Side.Buy => "buy",
            Side.Sell => "sell",
        };
        return $$"""{"clientOid":"{{context.Options.ClientOrderIds.Format(terms.Id)}}","side":"{{side}}","symbol":"{{instrument.Symbol}}","type":"limit","price":"{{KuCoinWords.Number(instrument.Price(terms.LimitPrice))}}","size":"{{KuCoinWords.Number(instrument.Quantity(terms.Quantity))}}","timeInForce":{{force}}}""";
    }

    private static byte[] Subscription(int id, string topic) => Encoding.UTF8.GetBytes(
        $$"""{"id":"{{id}}","type":"subscribe","topic":"{{topic}}","privateChannel":true,"response":true}""");
}
