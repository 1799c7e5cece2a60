using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Bybit.Quotes;
using MarginRouter.Venues.Bybit.WhatIf;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Bybit.Trading;

/// <summary>
/// A unified account of Bybit v5: orders and questions over REST, reports over the private WebSocket. One-way mode (positionIdx 0) alone;
/// spot orders do not borrow.
/// </summary>
internal sealed class BybitAccount : AccountProtocol
{
    private const string SpotCategory = "spot";
    private static readonly TimeSpan LoginLife = TimeSpan.FromSeconds(10);
    private readonly TradingContext context;
    private readonly BybitRest rest;
    private readonly BybitStatements statements;
    private readonly OrderPreCheck preCheck;
    private readonly OrderSocket? orders;
    private volatile bool isProtected;
    private readonly BybitQuotes? quotes;

    public BybitAccount(TradingAccountOptions account, TradingContext context)
    {
        this.context = context;
        rest = new BybitRest(account, context);
        statements = new BybitStatements(rest, context.Instruments);
        preCheck = new OrderPreCheck(rest);
        orders = context.Options.UsesOrderSocket ? new OrderSocket(context, [.. """{"op":"ping"}"""u8]) : null;
        quotes = context.Options.Quotes is { } wanted ? new BybitQuotes(account.Subaccount, rest, context, wanted) : null;
    }

    public override string? Objection(ChildOrderTerms terms, Instrument instrument) =>
        terms.ReduceOnly && instrument.Kind == InstrumentKind.Spot ? "spot orders have no reduce-only flag" : null;

    public override async Task<Instant> ReadTimeAsync(CancellationToken cancellation)
    {
        byte[] answer = await context.Http.GetAsync(new Uri(context.Options.Feed.Rest, "/v5/market/time"), cancellation).ConfigureAwait(false);
        return new Instant(JsonFigure.Whole(JsonFigure.Member(JsonElement.Parse(answer), "result"), "timeNano"));
    }

    public override async Task RunStreamAsync(Action opened, AccountEvents events, CancellationToken cancellation)
    {
        if (quotes is null)
        {
            await RunSocketsAsync(opened, events, cancellation).ConfigureAwait(false);
            return;
        }

        await quotes.OpenAsync(cancellation).ConfigureAwait(false);
        try
        {
            await TaskGroup.RunAsync(cancellation, token => RunSocketsAsync(opened, events, token), quotes.RunAsync).ConfigureAwait(false);
        }
        finally
        {
            quotes.Lost("the private stream is down");
        }
    }

    private Task RunSocketsAsync(Action opened, AccountEvents events, CancellationToken cancellation)
    {
        isProtected = false;
        long expires = context.Clock.VenueNow.PlusMilliseconds((long)LoginLife.TotalMilliseconds).ToMilliseconds();
        (string key, string signature) = rest.Login(expires);
        BybitEvents reader = new(context.Options.ClientOrderIds, context.Instruments, events, quotes);
        PrivateStep login = new(Encoding.UTF8.GetBytes($$"""{"op":"auth","args":["{{key}}",{{expires.ToString(CultureInfo.InvariantCulture)}},"{{signature}}"]}"""));
        IEnumerable<string> guards = context.Options.CancelAfter is null ? [] : Products().Select(product => $",\"dcp.{product.Topic}\"");
        string makers = quotes is null ? "" : ",\"rfq.open.rfqs\",\"rfq.open.quotes\",\"rfq.open.trades\"";
        PrivateStep subscribe = new(Encoding.UTF8.GetBytes($$"""{"op":"subscribe","args":["order","execution","position","wallet"{{string.Concat(guards)}}{{makers}}]}"""));
        PrivateStream reports = new(context, [.. """{"op":"ping"}"""u8]);
        Uri address = new(context.Options.PrivateSocket, "/v5/private");
        if (orders is null)
            return reports.RunAsync(address, [login, subscribe], reader.Take, opened, cancellation);
        int open = 0;
        Action both = () =>
        {
            if (Interlocked.Increment(ref open) == 2)
                opened();
        };
        return TaskGroup.RunAsync(
            cancellation,
            token => reports.RunAsync(address, [login, subscribe], reader.Take, both, token),
            token => orders.RunAsync(new Uri(context.Options.PrivateSocket, "/v5/trade"), [login], ReadOrderFrame, both, token));
    }

    public override async Task<PlaceAnswer> PlaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderStanding standing, CancellationToken cancellation)
    {
        if (terms.Quote is not null)
            return quotes is null ? PlaceAnswer.Unsent("quotes are not configured at this venue") : await quotes.TakeAsync(terms, cancellation).ConfigureAwait(false);
        JsonElement answer = await CommandAsync("create", Order(terms, instrument, standing), cancellation).ConfigureAwait(false);
        return Outcome(answer);
    }

    public override async Task<PlaceAnswer> ReplaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderChange change, CancellationToken cancellation)
    {
        string body = $$"""{"category":"{{BybitWords.Category(instrument)}}","symbol":"{{instrument.Symbol}}","orderLinkId":"{{ClientOrderId(terms)}}","qty":"{{BybitWords.Number(instrument.Quantity(change.Quantity))}}","price":"{{BybitWords.Number(instrument.Price(change.LimitPrice))}}"}""";
        return Outcome(await CommandAsync("amend", body, cancellation).ConfigureAwait(false));
    }

    /// <summary>
    /// Disconnection protection (v5/order/dcp): the window is set once a connection; the venue then watches the stream that has subscribed
    /// its topic. The venue opens it to accounts that have asked for it.
    /// </summary>
    public override async Task KeepAliveAsync(TimeSpan limit, CancellationToken cancellation)
    {
        const string path = "/v5/order/disconnected-cancel-all";
        string seconds = ((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (isProtected)
            return;
        foreach ((string product, string _) in Products())
        {
            JsonElement answer = await rest.PostAsync(path, $$"""{"product":"{{product}}","timeWindow":{{seconds}}}""", cancellation).ConfigureAwait(false);
            if (JsonFigure.Whole(answer, "retCode") != 0)
                throw new VenueProtocolException($"{path}: {JsonFigure.Whole(answer, "retCode")} {JsonFigure.TextOrEmpty(answer, "retMsg")}");
        }

        isProtected = true;
    }

    /// <summary>What the configured instruments are to disconnection protection: the product of its request and its topic.</summary>
    private IEnumerable<(string Product, string Topic)> Products() => context.Instruments.All
        .Select(instrument => BybitWords.Category(instrument) switch
        {
            SpotCategory => ("SPOT", "spot"),
            "option" => ("OPTIONS", "option"),
            _ => ("DERIVATIVES", "future"),
        })
        .Distinct();

    public override async Task<bool> CancelAllAsync(Instrument instrument, CancellationToken cancellation)
    {
        string body = $$"""{"category":"{{BybitWords.Category(instrument)}}","symbol":"{{instrument.Symbol}}"}""";
        JsonElement answer = await rest.PostAsync("/v5/order/cancel-all", body, cancellation).ConfigureAwait(false);
        return JsonFigure.Whole(answer, "retCode") == 0;
    }

    public override async Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation)
    {
        string query = $"category={BybitWords.Category(instrument)}&symbol={instrument.Symbol}&openOnly=0&limit=50";
        JsonElement listed = await rest.DemandAsync("/v5/order/realtime", query, cancellation).ConfigureAwait(false);
        return [.. JsonFigure.List(listed, "list").Select(Open)];
    }

    private OpenOrder Open(JsonElement order) => new(
        context.Options.ClientOrderIds.TryParse(JsonFigure.TextOrEmpty(order, "orderLinkId"), out ChildOrderId child) ? child : null,
        JsonFigure.Text(order, "orderId"),
        JsonFigure.Text(order, "side") == "Buy" ? Side.Buy : Side.Sell,
        JsonFigure.Required(order, "price"),
        JsonFigure.Required(order, "qty"),
        JsonFigure.Read(order, "cumExecQty") ?? 0m);

    /// <summary>A command over the order socket (v5/websocket/trade/guideline), else over REST.</summary>
    private Task<JsonElement> CommandAsync(string name, string body, CancellationToken cancellation)
    {
        if (orders is null)
            return rest.PostAsync($"/v5/order/{name}", body, cancellation);
        string window = ((long)context.Options.ReceiveWindow.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        string stamp = context.Clock.VenueNow.ToMilliseconds().ToString(CultureInfo.InvariantCulture);
        return orders.AskAsync(
            id => $$"""{"reqId":"{{id}}","header":{"X-BAPI-TIMESTAMP":"{{stamp}}","X-BAPI-RECV-WINDOW":"{{window}}"},"op":"order.{{name}}","args":[{{body}}]}""",
            cancellation);
    }

    private static (PrivateFrame Kind, long Id, JsonElement Answer) ReadOrderFrame(JsonElement frame) => JsonFigure.TextOrEmpty(frame, "op") switch
    {
        "auth" => (JsonFigure.Whole(frame, "retCode") == 0 ? PrivateFrame.Granted : PrivateFrame.Refused, 0, frame),
        { } operation when operation.StartsWith("order.", StringComparison.Ordinal) => (PrivateFrame.Event, JsonFigure.Whole(frame, "reqId"), frame),
        _ => (PrivateFrame.Event, 0, frame),
    };

    private static PlaceAnswer Outcome(JsonElement answer)
    {
        long code = JsonFigure.Whole(answer, "retCode");
        string message = JsonFigure.TextOrEmpty(answer, "retMsg");
        return code switch
        {
            0 => PlaceAnswer.Accepted(JsonFigure.Text(JsonFigure.Member(answer, answer.TryGetProperty("result", out _) ? "result" : "data"), "orderId")),

            // Server fault, time-out inside, and an id that arrived before: the order may be there.
            10000 or 10016 or 110072 or 170141 => PlaceAnswer.Unknown(code.ToString(CultureInfo.InvariantCulture), message),
            _ => PlaceAnswer.Refused(code.ToString(CultureInfo.InvariantCulture), message),
        };
    }

    public override async Task<bool> CancelAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        // A quote that was taken cannot be given back.
        if (terms.Quote is not null)
            return false;
        string body = $$"""{"category":"{{BybitWords.Category(instrument)}}","symbol":"{{instrument.Symbol}}","orderLinkId":"{{ClientOrderId(terms)}}"}""";
        JsonElement answer = await CommandAsync("cancel", body, cancellation).ConfigureAwait(false);
        return JsonFigure.Whole(answer, "retCode") == 0;
    }

    public override async Task<OrderFinding?> FindAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        if (terms.Quote is not null)
            return quotes is null ? null : await quotes.FindAsync(terms, instrument, cancellation).ConfigureAwait(false);
        string category = BybitWords.Category(instrument);
        string query = $"category={category}&symbol={instrument.Symbol}&orderLinkId={ClientOrderId(terms)}";
        JsonElement? found = await FirstAsync("/v5/order/realtime", query, cancellation).ConfigureAwait(false)
            ?? await FirstAsync("/v5/order/history", query, cancellation).ConfigureAwait(false);
        if (found is not { } order)
            return null;
        decimal executed = JsonFigure.Read(order, "cumExecQty") ?? 0m;
        List<OwnExecution> executions = [];
        if (executed > 0m)
        {
            string orderId = JsonFigure.Text(order, "orderId");
            JsonElement listed = await rest.DemandAsync(
                "/v5/execution/list", $"category={category}&symbol={instrument.Symbol}&orderId={orderId}&limit=100", cancellation).ConfigureAwait(false);
            executions.AddRange(JsonFigure.List(listed, "list")
                .Select(row => BybitWords.Execution(row, instrument)).OfType<OwnExecution>().OrderBy(execution => execution.Time));
        }

        return new OrderFinding(
            BybitWords.State(JsonFigure.Text(order, "orderStatus")),
            executed,
            executed > 0m ? JsonFigure.Read(order, "avgPrice") : null,
            executions,
            JsonFigure.Milliseconds(order, "updatedTime"));
    }

    public override async Task<bool> RequestQuotesAsync(RequestQuotes command, Instrument instrument, CancellationToken cancellation)
    {
        if (quotes is not null)
            await quotes.RequestAsync(command, instrument, cancellation).ConfigureAwait(false);
        return quotes is not null;
    }

    public override Task EndQuotesAsync(EndQuoteRequest command, CancellationToken cancellation) =>
        quotes?.EndAsync(command, cancellation) ?? Task.CompletedTask;

    public override Task<AccountStatement> ReadAccountAsync(CancellationToken cancellation) => statements.ReadAsync(cancellation);

    public override Task<IReadOnlyList<WhatIfAnswer>> AskAsync(AccountSnapshot held, WhatIfQuestion question, CancellationToken cancellation) =>
        preCheck.AskAsync(held, question, Order(question), ReadAccountAsync, cancellation);

    public override Func<CancellationToken, Task<ImmutableArray<AccountTakerRate>>> Fees => ReadFeesAsync;

    private async Task<ImmutableArray<AccountTakerRate>> ReadFeesAsync(CancellationToken cancellation)
    {
        ImmutableArray<AccountTakerRate>.Builder rates = ImmutableArray.CreateBuilder<AccountTakerRate>();
        foreach (Instrument instrument in context.Instruments.All.Where(instrument => instrument.Kind != InstrumentKind.Option))
        {
            string query = $"category={BybitWords.Category(instrument)}&symbol={instrument.Symbol}";
            JsonElement listed = await rest.DemandAsync("/v5/account/fee-rate", query, cancellation).ConfigureAwait(false);
            JsonElement row = JsonFigure.List(listed, "list").FirstOrDefault(one => JsonFigure.TextOrEmpty(one, "symbol") == instrument.Symbol);
            rates.Add(new AccountTakerRate(instrument.Id, JsonFigure.Required(row, "takerFeeRate")));
        }

        return rates.ToImmutable();
    }

    public override async Task<ImmutableArray<InstrumentTiers>> ReadTablesAsync(CancellationToken cancellation)
    {
        ImmutableArray<InstrumentTiers>.Builder tables = ImmutableArray.CreateBuilder<InstrumentTiers>();
        foreach (Instrument instrument in context.Instruments.All.Where(instrument => instrument.Kind is not (InstrumentKind.Spot or InstrumentKind.Option)))
        {
            string query = $"category={BybitWords.Category(instrument)}&symbol={instrument.Symbol}";
            try
            {
                tables.AddRange(RiskLimits.Decode(await rest.GetAsync("/v5/market/risk-limit", query, cancellation).ConfigureAwait(false)));
            }
            catch (FormatException fault)
            {
                throw new VenueProtocolException(fault.Message);
            }
        }

        return tables.ToImmutable();
    }

    private string ClientOrderId(ChildOrderTerms terms) => context.Options.ClientOrderIds.Format(terms.Id);

    private static string Order(WhatIfQuestion question) =>
        $$"""{"category":"{{BybitWords.Category(question.Instrument)}}","symbol":"{{question.Instrument.Symbol}}","side":"{{SideOf(question.Side)}}","orderType":"Limit","qty":"{{BybitWords.Number(question.Instrument.Quantity(question.Quantity))}}","price":"{{BybitWords.Number(question.Instrument.Price(question.Price))}}","timeInForce":"IOC","positionIdx":0,"reduceOnly":false}""";

    private static string SideOf(Side side) => side switch
    {
        Side.Buy => "Buy",
        Side.Sell => "Sell",
    };

    private string Order(ChildOrderTerms terms, Instrument instrument, OrderStanding standing)
    {
        string force = standing switch
        {
            OrderStanding.Immediate => "IOC",
            OrderStanding.Whole => "FOK",
            OrderStanding.Resting => "GTC",
            OrderStanding.PostOnly => "PostOnly",
        };
        string category = BybitWords.Category(instrument);
        string side = SideOf(terms.Side);
        string tail = category == SpotCategory ? ",\"isLeverage\":0" : $",\"positionIdx\":0,\"reduceOnly\":{(terms.ReduceOnly ? "true" : "false")}";
        return $$"""{"category":"{{category}}","symbol":"{{instrument.Symbol}}","side":"{{side}}","orderType":"Limit","qty":"{{BybitWords.Number(instrument.Quantity(terms.Quantity))}}","price":"{{BybitWords.Number(instrument.Price(terms.LimitPrice))}}","timeInForce":"{{force}}","orderLinkId":"{{ClientOrderId(terms)}}"{{tail}}}""";
    }

    private async Task<JsonElement?> FirstAsync(string path, string query, CancellationToken cancellation)
    {
        JsonElement result = await rest.DemandAsync(path, query, cancellation).ConfigureAwait(false);
        foreach (JsonElement order in JsonFigure.List(result, "list"))
            return order;
        return null;
    }
}
