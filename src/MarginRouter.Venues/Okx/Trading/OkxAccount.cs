using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Okx.WhatIf;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Okx.Trading;

/// <summary>
/// An account of OKX v5: orders and questions over REST, reports over the private WebSocket. Net positions in cross margin, and spot against
/// cash.
/// </summary>
internal sealed class OkxAccount : AccountProtocol
{
    private const string Granted = "0";
    private const int OrdersInOneCancel = 20;
    private const string NoSuchOrder = "51603";
    private readonly TradingContext context;
    private readonly OkxRest rest;
    private readonly OkxStatements statements;
    private readonly PositionBuilder builder;
    private readonly OrderSocket? orders;
    private int accountLevel;

    public OkxAccount(TradingAccountOptions account, TradingContext context)
    {
        this.context = context;
        rest = new OkxRest(account, context);
        statements = new OkxStatements(rest, context.Instruments);
        builder = new PositionBuilder(rest, context.Instruments);
        orders = context.Options.UsesOrderSocket ? new OrderSocket(context, [.. "ping"u8]) : null;
    }

    public override string? Objection(ChildOrderTerms terms, Instrument instrument) =>
        terms.ReduceOnly && instrument.Kind == InstrumentKind.Spot ? "spot orders have no reduce-only flag" : null;

    public override async Task<Instant> ReadTimeAsync(CancellationToken cancellation)
    {
        byte[] answer = await context.Http.GetAsync(new Uri(context.Options.Feed.Rest, "/api/v5/public/time"), cancellation).ConfigureAwait(false);
        return JsonFigure.Milliseconds(JsonFigure.List(JsonElement.Parse(answer), "data").FirstOrDefault(), "ts");
    }

    public override async Task RunStreamAsync(Action opened, AccountEvents events, CancellationToken cancellation)
    {
        await CheckConfigurationAsync(cancellation).ConfigureAwait(false);
        OkxEvents reader = new(context.Options.ClientOrderIds, events);
        PrivateStep login = new(Encoding.UTF8.GetBytes($$"""{"op":"login","args":[{{rest.Login()}}]}"""));
        PrivateStep subscribe = new([.. """{"op":"subscribe","args":[{"channel":"orders","instType":"ANY"},{"channel":"account"},{"channel":"positions","instType":"ANY"}]}"""u8], Answers: 3);
        PrivateStream reports = new(context, [.. "ping"u8]);
        Uri address = new(context.Options.PrivateSocket, "/ws/v5/private");
        if (orders is null)
        {
            await reports.RunAsync(address, [login, subscribe], reader.Take, opened, cancellation).ConfigureAwait(false);
            return;
        }

        int open = 0;
        Action both = () =>
        {
            if (Interlocked.Increment(ref open) == 2)
                opened();
        };
        await TaskGroup.RunAsync(
            cancellation,
            token => reports.RunAsync(address, [login, subscribe], reader.Take, both, token),
            token => orders.RunAsync(address, [login], ReadOrderFrame, both, token)).ConfigureAwait(false);
    }

    public override async Task<PlaceAnswer> PlaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderStanding standing, CancellationToken cancellation)
    {
        JsonElement answer = await CommandAsync("order", Order(terms, instrument, standing), cancellation).ConfigureAwait(false);
        return Answer(answer);
    }

    public override async Task<PlaceAnswer> ReplaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderChange change, CancellationToken cancellation)
    {
        string body = $$"""{"instId":"{{instrument.Symbol}}","clOrdId":"{{ClientOrderId(terms)}}","newSz":"{{OkxWords.Number(instrument.Quantity(change.Quantity))}}","newPx":"{{OkxWords.Number(instrument.Price(change.LimitPrice))}}"}""";
        return Answer(await CommandAsync("amend-order", body, cancellation).ConfigureAwait(false));
    }

    /// <summary>There is no request for all at once: what stands is listed and cancelled together, twenty at a time.</summary>
    public override async Task<bool> CancelAllAsync(Instrument instrument, CancellationToken cancellation)
    {
        bool granted = true;
        foreach (OpenOrder[] some in (await OpenOrdersAsync(instrument, cancellation).ConfigureAwait(false)).Chunk(OrdersInOneCancel))
        {
            string body = $"[{string.Join(',', some.Select(order => $$"""{"instId":"{{instrument.Symbol}}","ordId":"{{order.VenueOrderId}}"}"""))}]";
            JsonElement answer = await rest.PostAsync("/api/v5/trade/cancel-batch-orders", body, cancellation).ConfigureAwait(false);
            granted &= JsonFigure.List(answer, "data").All(row => JsonFigure.Text(row, "sCode") == Granted);
        }

        return granted;
    }

    public override async Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation)
    {
        string path = $"/api/v5/trade/orders-pending?instType={OkxWords.Type(instrument)}&instId={instrument.Symbol}";
        return [.. (await rest.DemandAsync(path, cancellation).ConfigureAwait(false)).Select(Open)];
    }

    private OpenOrder Open(JsonElement order) => new(
        OkxWords.TryRead(context.Options.ClientOrderIds, JsonFigure.TextOrEmpty(order, "clOrdId"), out ChildOrderId child) ? child : null,
        JsonFigure.Text(order, "ordId"),
        JsonFigure.Text(order, "side") == "buy" ? Side.Buy : Side.Sell,
        JsonFigure.Required(order, "px"),
        JsonFigure.Required(order, "sz"),
        JsonFigure.Read(order, "accFillSz") ?? 0m);

    /// <summary>A command over the private socket's operations (okx.com/docs-v5, WS / place order), else over REST.</summary>
    private Task<JsonElement> CommandAsync(string operation, string body, CancellationToken cancellation)
    {
        if (orders is null)
            return rest.PostAsync($"/api/v5/trade/{operation}", body, cancellation);
        long expiry = context.Clock.VenueNow.PlusMilliseconds((long)context.Options.ReceiveWindow.TotalMilliseconds).ToMilliseconds();
        return orders.AskAsync(
            id => $$"""{"id":"{{id}}","op":"{{operation}}","args":[{{body}}],"expTime":"{{expiry.ToString(CultureInfo.InvariantCulture)}}"}""", cancellation);
    }

    private static (PrivateFrame Kind, long Id, JsonElement Answer) ReadOrderFrame(JsonElement frame) => JsonFigure.TextOrEmpty(frame, "event") switch
    {
        "login" => (PrivateFrame.Granted, 0, frame),
        "error" => (PrivateFrame.Refused, 0, frame),
        "notice" => (PrivateFrame.Closing, 0, frame),
        _ => (PrivateFrame.Event, JsonFigure.TextOrEmpty(frame, "id").Length > 0 ? JsonFigure.Whole(frame, "id") : 0, frame),
    };

    private static PlaceAnswer Answer(JsonElement answer)
    {
        (string code, string message, JsonElement order) = Outcome(answer);
        return code switch
        {
            Granted => PlaceAnswer.Accepted(JsonFigure.Text(order, "ordId")),

            // Unavailable, time-outs inside, and an id that arrived before: the order may be there.
            "50001" or "50004" or "50026" or "51016" or "51149" => PlaceAnswer.Unknown(code, message),
            _ => PlaceAnswer.Refused(code, message),
        };
    }

    public override async Task KeepAliveAsync(TimeSpan limit, CancellationToken cancellation)
    {
        const string path = "/api/v5/trade/cancel-all-after";
        string body = $$"""{"timeOut":"{{((int)limit.TotalSeconds).ToString(CultureInfo.InvariantCulture)}}"}""";
        JsonElement answer = await rest.PostAsync(path, body, cancellation).ConfigureAwait(false);
        if (JsonFigure.Text(answer, "code") != Granted)
            throw new VenueProtocolException($"{path}: {JsonFigure.Text(answer, "code")} {JsonFigure.TextOrEmpty(answer, "msg")}");
    }

    public override async Task<bool> CancelAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        string body = $$"""{"instId":"{{instrument.Symbol}}","clOrdId":"{{ClientOrderId(terms)}}"}""";
        JsonElement answer = await CommandAsync("cancel-order", body, cancellation).ConfigureAwait(false);
        return Outcome(answer).Code == Granted;
    }

    public override async Task<OrderFinding?> FindAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        string path = $"/api/v5/trade/order?instId={instrument.Symbol}&clOrdId={ClientOrderId(terms)}";
        JsonElement answer = await rest.GetAsync(path, cancellation).ConfigureAwait(false);
        string code = JsonFigure.Text(answer, "code");
        if (code == NoSuchOrder)
            return null;
        if (code != Granted)
            throw new VenueProtocolException($"{path}: {code} {JsonFigure.TextOrEmpty(answer, "msg")}");
        JsonElement order = JsonFigure.List(answer, "data").FirstOrDefault();
        decimal executed = JsonFigure.Read(order, "accFillSz") ?? 0m;
        List<OwnExecution> executions = [];
        if (executed > 0m)
        {
            string fills = $"/api/v5/trade/fills?instType={OkxWords.Type(instrument)}&instId={instrument.Symbol}&ordId={JsonFigure.Text(order, "ordId")}";
            executions.AddRange((await rest.DemandAsync(fills, cancellation).ConfigureAwait(false))
                .Select(row => OkxWords.Execution(row, "fee", "feeCcy", "fillTime")).OrderBy(execution => execution.Time));
        }

        return new OrderFinding(
            OkxWords.State(JsonFigure.Text(order, "state")), executed, JsonFigure.Read(order, "avgPx"), executions, JsonFigure.Milliseconds(order, "uTime"));
    }

    public override Task<AccountStatement> ReadAccountAsync(CancellationToken cancellation) => statements.ReadAsync(cancellation);

    /// <summary>Only the multi-currency and the portfolio mode have a position builder.</summary>
    public override async Task<IReadOnlyList<WhatIfAnswer>> AskAsync(AccountSnapshot held, WhatIfQuestion question, CancellationToken cancellation) =>
        accountLevel is 3 or 4 ? [await builder.AskAsync(held, question, accountLevel, cancellation).ConfigureAwait(false)] : [];

    public override Func<CancellationToken, Task<ImmutableArray<AccountTakerRate>>> Fees => ReadFeesAsync;

    /// <summary>One rate for all spot pairs, and one for each settlement of contracts; what is paid has a minus sign there.</summary>
    private async Task<ImmutableArray<AccountTakerRate>> ReadFeesAsync(CancellationToken cancellation)
    {
        ImmutableArray<AccountTakerRate>.Builder rates = ImmutableArray.CreateBuilder<AccountTakerRate>();
        foreach (IGrouping<string, Instrument> type in context.Instruments.All.Where(instrument => instrument.Kind != InstrumentKind.Option).GroupBy(OkxWords.Type))
        {
            JsonElement row = await rest.DemandOneAsync($"/api/v5/account/trade-fee?instType={type.Key}", cancellation).ConfigureAwait(false);
            foreach (Instrument instrument in type)
            {
                string settled = instrument.Quote.Code == "USDC" ? "takerUSDC" : "takerU";
                decimal taker = (instrument.IsDerivative ? JsonFigure.Read(row, settled) : null) ?? JsonFigure.Required(row, "taker");
                rates.Add(new AccountTakerRate(instrument.Id, -taker));
            }
        }

        return rates.ToImmutable();
    }

    public override async Task<ImmutableArray<InstrumentTiers>> ReadTablesAsync(CancellationToken cancellation)
    {
        ImmutableArray<InstrumentTiers>.Builder tables = ImmutableArray.CreateBuilder<InstrumentTiers>();
        foreach (Instrument instrument in context.Instruments.All.Where(instrument => instrument.IsDerivative && instrument.Kind != InstrumentKind.Option))
        {
            // Swaps and futures share the table of their family; the router wants it by instrument.
            string family = $"{instrument.Base.Code}-{instrument.Quote.Code}";
            string path = $"/api/v5/public/position-tiers?instType={OkxWords.Type(instrument)}&tdMode=cross&instFamily={family}";
            try
            {
                tables.AddRange(PositionTiers.Decode(await rest.GetAsync(path, cancellation).ConfigureAwait(false))
                    .Where(table => table.Instrument == family || table.Instrument == instrument.Symbol)
                    .Select(table => table with { Instrument = instrument.Symbol }));
            }
            catch (FormatException fault)
            {
                throw new VenueProtocolException(fault.Message);
            }
        }

        return tables.ToImmutable();
    }

    private static (string Code, string Message, JsonElement Order) Outcome(JsonElement answer)
    {
        JsonElement order = JsonFigure.List(answer, "data").FirstOrDefault();
        string code = JsonFigure.TextOrEmpty(order, "sCode");
        return code.Length > 0
            ? (code, JsonFigure.TextOrEmpty(order, "sMsg"), order)
            : (JsonFigure.Text(answer, "code"), JsonFigure.TextOrEmpty(answer, "msg"), order);
    }

    private string ClientOrderId(ChildOrderTerms terms) => OkxWords.ClientOrderId(context.Options.ClientOrderIds, terms.Id);

    private string Order(ChildOrderTerms terms, Instrument instrument, OrderStanding standing)
    {
        string type = standing switch
        {
            OrderStanding.Immediate => "ioc",
            OrderStanding.Whole => "fok",
            OrderStanding.Resting => "limit",
            OrderStanding.PostOnly => "post_only",
        };
        string side = terms.Side switch
        {
            Side.Buy => "buy",
            Side.Sell => "sell",
        };
        string mode = instrument.Kind == InstrumentKind.Spot ? "cash" : "cross";
        string tail = terms.ReduceOnly ? ",\"reduceOnly\":true" : "";
        return $$"""{"instId":"{{instrument.Symbol}}","tdMode":"{{mode}}","clOrdId":"{{ClientOrderId(terms)}}","side":"{{side}}","ordType":"{{type}}","sz":"{{OkxWords.Number(instrument.Quantity(terms.Quantity))}}","px":"{{OkxWords.Number(instrument.Price(terms.LimitPrice))}}"{{tail}}}""";
    }

    private async Task CheckConfigurationAsync(CancellationToken cancellation)
    {
        JsonElement configuration = await rest.DemandOneAsync("/api/v5/account/config", cancellation).ConfigureAwait(false);
        bool hasDerivatives = context.Instruments.All.Any(instrument => instrument.IsDerivative);
        if (hasDerivatives && JsonFigure.Text(configuration, "posMode") != "net_mode")
            throw new VenueProtocolException("the account is in hedge mode, which is not supported");
        accountLevel = (int)JsonFigure.Whole(configuration, "acctLv");
        if (hasDerivatives && accountLevel == 1)
            throw new VenueProtocolException("the account is in spot mode and cannot hold derivatives");
    }
}
