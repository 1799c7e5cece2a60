using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Hyperliquid.Trading;

/// <summary>
/// An account of Hyperliquid: signed actions and questions over REST, order updates and fills over the WebSocket. Perpetuals in cross margin;
/// one answer states wallet and positions of one moment.
/// </summary>
internal sealed class HyperliquidAccount : AccountProtocol
{
    private static readonly Asset Dollar = new("USDC");
    private static readonly TimeSpan Journey = TimeSpan.FromSeconds(1);
    private readonly TradingContext context;
    private readonly HyperliquidRest rest;
    private readonly Dictionary<string, decimal> leverages = new(StringComparer.Ordinal);
    private volatile AccountEvents? reports;
    private volatile Dictionary<string, int> assets = new(StringComparer.Ordinal);

    public HyperliquidAccount(TradingAccountOptions account, TradingContext context)
    {
        this.context = context;
        rest = new HyperliquidRest(account, context);
    }

    public override string? Objection(ChildOrderTerms terms, Instrument instrument) =>
        instrument.Kind != InstrumentKind.LinearPerpetual ? "only perpetuals are traded there"
        : assets.ContainsKey(instrument.Symbol) ? null
        : $"the venue is not known to list {instrument.Symbol}";

    public override async Task<Instant> ReadTimeAsync(CancellationToken cancellation) =>
        JsonFigure.Milliseconds(await rest.AskUserAsync("clearinghouseState", "", cancellation).ConfigureAwait(false), "time");

    public override async Task RunStreamAsync(Action opened, AccountEvents events, CancellationToken cancellation)
    {
        JsonElement meta = await rest.AskAsync("""{"type":"meta"}""", cancellation).ConfigureAwait(false);
        assets = JsonFigure.List(meta, "universe").Select((asset, index) => (Name: JsonFigure.Text(asset, "name"), Index: index))
            .ToDictionary(asset => asset.Name, asset => asset.Index, StringComparer.Ordinal);
        reports = events;
        HyperliquidEvents reader = new(context.Options.ClientOrderIds, events);
        PrivateStep[] steps = [new(Subscribe("orderUpdates")), new(Subscribe("userFills"))];
        PrivateStream stream = new(context, [.. """{"method":"ping"}"""u8]);
        Uri address = new(context.Options.PrivateSocket, "/ws");
        if (rest.Orders is not { } orders)
        {
            await stream.RunAsync(address, steps, reader.Take, opened, cancellation).ConfigureAwait(false);
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
            token => stream.RunAsync(address, steps, reader.Take, both, token),
            token => orders.RunAsync(address, [], HyperliquidRest.ReadOrderFrame, both, token)).ConfigureAwait(false);
    }

    public override Func<CancellationToken, Task<ImmutableArray<AccountTakerRate>>> Fees => ReadFeesAsync;

    /// <summary>One rate of the user for all perpetuals.</summary>
    private async Task<ImmutableArray<AccountTakerRate>> ReadFeesAsync(CancellationToken cancellation)
    {
        decimal rate = JsonFigure.Required(await rest.AskUserAsync("userFees", "", cancellation).ConfigureAwait(false), "userCrossRate");
        return [.. context.Instruments.All.Select(instrument => new AccountTakerRate(instrument.Id, rate))];
    }

    public override string? Objection(OrderStanding standing) =>
        standing == OrderStanding.Whole ? "the venue has no fill-or-kill orders" : null;

    public override async Task<PlaceAnswer> PlaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderStanding standing, CancellationToken cancellation)
    {
        JsonElement answer = await rest.ActAsync(Order(terms, instrument, standing), cancellation).ConfigureAwait(false);
        if (JsonFigure.Text(answer, "status") != "ok")
            return PlaceAnswer.Refused("err", JsonFigure.Text(answer, "response"));
        return Outcome(Statuses(answer).FirstOrDefault());
    }

    private static PlaceAnswer Outcome(JsonElement outcome)
    {
        foreach (string kind in new[] { "filled", "resting" })
        {
            if (outcome.ValueKind == JsonValueKind.Object && outcome.TryGetProperty(kind, out JsonElement accepted))
                return PlaceAnswer.Accepted(JsonFigure.Text(accepted, "oid"));
        }

        // An immediate-or-cancel order that met nothing is told as an error; its end comes over the stream.
        string error = JsonFigure.Text(outcome, "error");
        return error.StartsWith("Order could not immediately match", StringComparison.Ordinal)
            ? PlaceAnswer.Accepted("")
            : PlaceAnswer.Refused("error", error);
    }

    /// <summary>
    /// The venue cancels the order and places another, with a new number and the size that is left, under the same client id (batchModify,
    /// whose answer names the new number). A fill between the question how much is left and the change makes the whole larger by it.
    /// </summary>
    public override async Task<PlaceAnswer> ReplaceAsync(
        ChildOrderTerms terms, Instrument instrument, OrderChange change, CancellationToken cancellation)
    {
        AccountEvents events = reports ?? throw new SocketClosedException("the private stream is not open");
        if (await OrderAsync($"\"{ClientOrderId(terms)}\"", cancellation).ConfigureAwait(false) is not { } before)
            return PlaceAnswer.Refused("unknownOid", "the venue does not know the order");
        string current = JsonFigure.Text(before, "oid");
        decimal left = instrument.Quantity(change.Quantity) - events.Orders.Before(terms.Id) - Executed(before);
        if (left <= 0m || !instrument.TryQuantity(left, out QuantityLots lots))
            return PlaceAnswer.Refused("size", $"{left} would be left of the order");
        OrderStanding standing = JsonFigure.TextOrEmpty(before, "tif") == "Alo" ? OrderStanding.PostOnly : OrderStanding.Resting;
        string order = Body(terms with { Quantity = lots, LimitPrice = change.LimitPrice }, instrument, standing);
        events.Orders.Begin(terms.Id);
        JsonElement answer = await rest.ActAsync(
            $$"""{"type":"batchModify","modifies":[{"oid":"{{ClientOrderId(terms)}}","order":{{order}}}]}""", cancellation).ConfigureAwait(false);
        PlaceAnswer outcome = JsonFigure.Text(answer, "status") == "ok"
            ? Outcome(Statuses(answer).FirstOrDefault())
            : PlaceAnswer.Refused("err", JsonFigure.Text(answer, "response"));
        OrderEnd? end;
        if (outcome.Outcome == PlaceOutcome.Accepted)
        {
            JsonElement ended = await OrderAsync(current, cancellation).ConfigureAwait(false)
                ?? throw new VenueProtocolException($"the order {current} that was changed is not known any more");
            end = events.Orders.Follow(terms.Id, (current, Executed(ended)), outcome.VenueOrderId);
        }
        else
        {
            end = events.Orders.Stay(terms.Id, current);
        }

        if (end is not null)
            events.Ended(terms.Id, end);
        return outcome;
    }

    /// <summary>
    /// scheduleCancel. The venue offers it to accounts that have traded a million dollars, lets it fire ten times a day, and takes times from
    /// five seconds ahead.
    /// </summary>
    public override async Task KeepAliveAsync(TimeSpan limit, CancellationToken cancellation)
    {
        long time = context.Clock.VenueNow.PlusMilliseconds((long)(limit + Journey).TotalMilliseconds).ToMilliseconds();
        JsonElement answer = await rest.ActAsync(
            $$"""{"type":"scheduleCancel","time":{{time.ToString(CultureInfo.InvariantCulture)}}}""", cancellation).ConfigureAwait(false);
        if (JsonFigure.Text(answer, "status") != "ok")
            throw new VenueProtocolException($"scheduleCancel: {JsonFigure.Text(answer, "response")}");
    }

    private static decimal Executed(JsonElement order) => JsonFigure.Required(order, "origSz") - JsonFigure.Required(order, "sz");

    /// <summary>An order by its number, or by our id in quotes; null when the venue does not know it.</summary>
    private async Task<JsonElement?> OrderAsync(string id, CancellationToken cancellation)
    {
        JsonElement answer = await rest.AskUserAsync("orderStatus", $",\"oid\":{id}", cancellation).ConfigureAwait(false);
        return JsonFigure.Text(answer, "status") == "unknownOid" ? null : JsonFigure.Member(JsonFigure.Member(answer, "order"), "order");
    }

    public override async Task<bool> CancelAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        string action = $$"""{"type":"cancelByCloid","cancels":[{"asset":{{AssetOf(instrument)}},"cloid":"{{ClientOrderId(terms)}}"}]}""";
        JsonElement answer = await rest.ActAsync(action, cancellation).ConfigureAwait(false);
        return JsonFigure.Text(answer, "status") == "ok" && Statuses(answer).FirstOrDefault().ValueKind == JsonValueKind.String;
    }

    /// <summary>There is no action for all at once: what stands is listed and cancelled together.</summary>
    public override async Task<bool> CancelAllAsync(Instrument instrument, CancellationToken cancellation)
    {
        IReadOnlyList<OpenOrder> open = await OpenOrdersAsync(instrument, cancellation).ConfigureAwait(false);
        if (open.Count == 0)
            return true;
        IEnumerable<string> cancels = open.Select(order => $$"""{"a":{{AssetOf(instrument)}},"o":{{order.VenueOrderId}}}""");
        string action = $$"""{"type":"cancel","cancels":[{{string.Join(',', cancels)}}]}""";
        JsonElement answer = await rest.ActAsync(action, cancellation).ConfigureAwait(false);
        return JsonFigure.Text(answer, "status") == "ok" && Statuses(answer).All(status => status.ValueKind == JsonValueKind.String);
    }

    public override async Task<IReadOnlyList<OpenOrder>> OpenOrdersAsync(Instrument instrument, CancellationToken cancellation)
    {
        JsonElement rows = await rest.AskUserAsync("frontendOpenOrders", "", cancellation).ConfigureAwait(false);
        return [.. rows.EnumerateArray().Where(row => JsonFigure.Text(row, "coin") == instrument.Symbol).Select(Open)];
    }

    private OpenOrder Open(JsonElement order)
    {
        bool isOurs = HyperliquidWords.TryRead(context.Options.ClientOrderIds, JsonFigure.TextOrEmpty(order, "cloid"), out ChildOrderId child);
        decimal size = JsonFigure.Required(order, "origSz") + (isOurs ? reports?.Orders.Before(child) ?? 0m : 0m);
        return new OpenOrder(
            isOurs ? child : null,
            JsonFigure.Text(order, "oid"),
            JsonFigure.Text(order, "side") == "B" ? Side.Buy : Side.Sell,
            JsonFigure.Required(order, "limitPx"),
            size,
            size - JsonFigure.Required(order, "sz"));
    }

    public override async Task<OrderFinding?> FindAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        JsonElement answer = await rest.AskUserAsync("orderStatus", $",\"oid\":\"{ClientOrderId(terms)}\"", cancellation).ConfigureAwait(false);
        if (JsonFigure.Text(answer, "status") == "unknownOid")
            return null;
        JsonElement found = JsonFigure.Member(answer, "order");
        JsonElement order = JsonFigure.Member(found, "order");
        string current = JsonFigure.Text(order, "oid");
        _ = reports?.Orders.Stay(terms.Id, current);
        HashSet<string> numbers = [.. reports?.Orders.Earlier(terms.Id) ?? [], current];
        decimal executed = (reports?.Orders.Before(terms.Id) ?? 0m) + Executed(order);
        List<OwnExecution> executions = [];
        if (executed > 0m)
        {
            // The orders before a changed one are older than it: their fills are asked for from the beginning.
            string from = numbers.Count > 1 ? "0" : JsonFigure.Text(order, "timestamp");
            JsonElement fills = await rest.AskUserAsync("userFillsByTime", $",\"startTime\":{from}", cancellation).ConfigureAwait(false);
            executions.AddRange(fills.EnumerateArray().Where(fill => numbers.Contains(JsonFigure.Text(fill, "oid")))
                .Select(HyperliquidWords.Execution).OrderBy(execution => execution.Time));
        }

        decimal listed = executions.Sum(execution => execution.Quantity);
        return new OrderFinding(
            HyperliquidWords.State(JsonFigure.Text(found, "status")),
            executed,
            listed > 0m ? executions.Sum(execution => execution.Quantity * execution.Price) / listed : null,
            executions,
            JsonFigure.Milliseconds(found, "statusTimestamp"));
    }

    public override async Task<AccountStatement> ReadAccountAsync(CancellationToken cancellation)
    {
        JsonElement state = await rest.AskUserAsync("clearinghouseState", "", cancellation).ConfigureAwait(false);
        JsonElement summary = JsonFigure.Member(state, "marginSummary");
        decimal value = JsonFigure.Required(summary, "accountValue");
        decimal profit = 0m;
        Dictionary<InstrumentId, PositionSnapshot> held = [];
        List<StatedMark> marks = [];
        foreach (JsonElement position in JsonFigure.List(state, "assetPositions").Select(entry => JsonFigure.Member(entry, "position")))
        {
            profit += JsonFigure.Required(position, "unrealizedPnl");
            PositionSnapshot snapshot = Position(position);
            held[snapshot.Instrument] = snapshot;
            marks.Add(new StatedMark(snapshot.Instrument, JsonFigure.Required(position, "positionValue") / Math.Abs(JsonFigure.Required(position, "szi"))));
        }

        await AddFlatAsync(held, cancellation).ConfigureAwait(false);
        VenueMargin margin = new(
            Dollar, value, JsonFigure.Read(summary, "totalMarginUsed"), JsonFigure.Read(state, "crossMaintenanceMarginUsed"), Utilisation: null)
        {
            Marks = [.. marks],
        };
        return new AccountStatement(JsonFigure.Milliseconds(state, "time"), [new AssetBalance(Dollar, value - profit)], [.. held.Values], margin);
    }

    private static IEnumerable<JsonElement> Statuses(JsonElement answer) =>
        JsonFigure.List(JsonFigure.Member(JsonFigure.Member(answer, "response"), "data"), "statuses");

    private PositionSnapshot Position(JsonElement position)
    {
        string coin = JsonFigure.Text(position, "coin");
        decimal size = JsonFigure.Required(position, "szi");
        JsonElement leverage = JsonFigure.Member(position, "leverage");
        if (JsonFigure.Text(leverage, "type") != "cross")
            throw new VenueProtocolException($"{coin}: isolated positions are not supported");
        PositionLots lots = context.Instruments.Position(coin, size);
        return new PositionSnapshot(context.Instruments.Find(coin)!.Id, lots, JsonFigure.Required(position, "entryPx"), JsonFigure.Required(leverage, "value"));
    }

    /// <summary>Flat positions are not listed; their leverage is asked for, once.</summary>
    private async Task AddFlatAsync(Dictionary<InstrumentId, PositionSnapshot> held, CancellationToken cancellation)
    {
        foreach (Instrument instrument in context.Instruments.All.Where(instrument => instrument.IsDerivative))
        {
            if (held.TryGetValue(instrument.Id, out PositionSnapshot open))
            {
                leverages[instrument.Symbol] = open.Leverage ?? 0m;
                continue;
            }

            if (!leverages.TryGetValue(instrument.Symbol, out decimal leverage))
            {
                JsonElement asset = await rest.AskUserAsync("activeAssetData", $",\"coin\":\"{instrument.Symbol}\"", cancellation).ConfigureAwait(false);
                leverage = JsonFigure.Required(JsonFigure.Member(asset, "leverage"), "value");
                leverages[instrument.Symbol] = leverage;
            }

            held.Add(instrument.Id, new PositionSnapshot(instrument.Id, default, 0m, leverage));
        }
    }

    private byte[] Subscribe(string type) =>
        Encoding.UTF8.GetBytes($$$"""{"method":"subscribe","subscription":{"type":"{{{type}}}","user":"{{{rest.User}}}"}}""");

    private string ClientOrderId(ChildOrderTerms terms) => HyperliquidWords.ClientOrderId(context.Options.ClientOrderIds, terms.Id);

    private string AssetOf(Instrument instrument) => assets[instrument.Symbol].ToString(CultureInfo.InvariantCulture);

    /// <summary>The members stand in the order in which they are signed.</summary>
    private string Order(ChildOrderTerms terms, Instrument instrument, OrderStanding standing) =>
        $$"""{"type":"order","orders":[{{Body(terms, instrument, standing)}}],"grouping":"na"}""";

    private string Body(ChildOrderTerms terms, Instrument instrument, OrderStanding standing)
    {
        string force = standing switch
        {
            OrderStanding.Resting => "Gtc",
            OrderStanding.PostOnly => "Alo",
            _ => "Ioc",
        };
        string isBuy = terms.Side == Side.Buy ? "true" : "false";
        string reduces = terms.ReduceOnly ? "true" : "false";
        string price = HyperliquidWords.Number(instrument.Price(terms.LimitPrice));
        string size = HyperliquidWords.Number(instrument.Quantity(terms.Quantity));
        return $$$"""{"a":{{{AssetOf(instrument)}}},"b":{{{isBuy}}},"p":"{{{price}}}","s":"{{{size}}}","r":{{{reduces}}},"t":{"limit":{"tif":"{{{force}}}"}},"c":"{{{ClientOrderId(terms)}}}"}""";
    }
}
