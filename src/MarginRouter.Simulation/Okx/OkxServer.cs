using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Okx;

/// <summary>
/// OKX v5 (okx.com/docs-v5): public WebSocket with the channels books with seqId and prevSeqId, trades, mark-price, plain-text ping, the notice before a
/// connection is closed; private WebSocket with orders, account and positions; REST. The checksum is 0 unless the legacy one is wanted.
/// </summary>
internal sealed class OkxServer : StreamServer
{
    private const string PrivatePath = "/ws/v5/private";
    private const int Depth = 400;
    private const int HashedLevels = 25;
    private readonly bool legacyChecksums;
    private readonly Dictionary<string, StreamBook> books;
    private readonly OkxSecurity security;
    private readonly OkxRest rest;
    private long lastTrade;

    public OkxServer(
        SimulatedExchange exchange, RuleSetMargin? margin, bool legacyChecksums, CancellationToken stopping)
        : base(exchange, stopping)
    {
        this.legacyChecksums = legacyChecksums;
        books = Books(Depth);
        security = new OkxSecurity(exchange);
        rest = new OkxRest(exchange, security, margin);
    }

    /// <inheritdoc />
    protected override byte[] Closing { get; } = StreamText.Frame(
        """{"event":"notice","code":"64008","msg":"The connection will soon be closed for a service upgrade. Please reconnect.","connId":"a4d3ae55"}""");

    /// <inheritdoc />
    public override void OnTick(MarketTick tick)
    {
        string symbol = tick.Market.Instrument.Symbol;
        StreamBook book = books[symbol];
        IReadOnlyList<LevelChange> changes = book.Advance(tick);
        BroadcastBook($"books:{symbol}", Book(tick.Market.Instrument, book, changes, tick.Time));
        foreach (PublicTrade trade in tick.Trades)
            Broadcast($"trades:{symbol}", Trade(tick.Market.Instrument, trade, ++lastTrade, tick.Time));
    }

    /// <inheritdoc />
    protected override StreamAnswer TooManyRequests => OkxJson.TooMany;

    /// <inheritdoc />
    protected override StreamAnswer Unavailable => OkxJson.Failure("50001", "Service temporarily unavailable. Please try again later.", 503);

    /// <inheritdoc />
    protected override bool ServesSocket(HttpRequest request) => request.Path.Value is "/ws/v5/public" or PrivatePath;

    /// <inheritdoc />
    protected override bool IsPrivate(StreamConnection connection) => connection.Path == PrivatePath;

    /// <inheritdoc />
    protected override StreamAnswer? Answer(StreamRequest request) => rest.Answer(request);

    /// <inheritdoc />
    public override void OnExecution(ExecutionUpdate update)
    {
        SendToAccount(update.Account, "orders", () => Push("orders", OkxJson.Order(update.Order, update.Fill)));
        if (update.Fill is not null)
            SendHoldings(update.Account, update.Statement);
    }

    /// <inheritdoc />
    public override void OnAccountChange(AccountChange change) => SendHoldings(change.Account, change.Statement);

    /// <inheritdoc />
    protected override void ReceiveText(StreamConnection connection, string text)
    {
        if (text == "ping")
            connection.Send(StreamText.Frame("pong"));
        else
            base.ReceiveText(connection, text);
    }

    /// <inheritdoc />
    protected override void Receive(StreamConnection connection, JsonElement request)
    {
        string operation = request.GetProperty("op").GetString() ?? "";
        if (IsPrivate(connection))
        {
            if (operation is "order" or "amend-order" or "cancel-order")
                ReceiveCommand(connection, operation, request);
            else
                ReceivePrivate(connection, operation, request.GetProperty("args"));
            return;
        }

        foreach (JsonElement argument in request.GetProperty("args").EnumerateArray())
        {
            string channel = argument.GetProperty("channel").GetString() ?? "";
            string symbol = (argument.TryGetProperty("instId", out JsonElement id) || argument.TryGetProperty("instFamily", out id)) ? id.GetString() ?? "" : "";
            if (operation is "subscribe" && channel is "opt-summary" && Exchange.Markets.Values.Any(market => Family(market) == symbol))
            {
                connection.Send(StreamText.Frame($$"""{"event":"subscribe","arg":{"channel":"opt-summary","instFamily":"{{symbol}}"},"connId":"a4d3ae55"}"""));
                connection.Topics.Add($"opt-summary:{symbol}");
                connection.Send(Summary(symbol));
                continue;
            }

            if (operation is not ("subscribe" or "unsubscribe") || channel is not ("books" or "trades" or "mark-price" or "funding-rate") || !Lists(symbol))
            {
                connection.Send(StreamText.Frame($$"""{"event":"error","code":"60018","msg":"Wrong URL or channel:{{channel}},instId:{{symbol}} doesn't exist.","connId":"a4d3ae55"}"""));
                continue;
            }

            connection.Send(StreamText.Frame($$"""{"event":"{{operation}}","arg":{"channel":"{{channel}}","instId":"{{symbol}}"},"connId":"a4d3ae55"}"""));
            if (operation == "unsubscribe")
            {
                connection.Topics.Remove($"{channel}:{symbol}");
                continue;
            }

            // A second subscription brings a second snapshot.
            connection.Topics.Add($"{channel}:{symbol}");
            SimulatedMarket market = Exchange.Market(symbol);
            if (channel == "books")
                connection.Send(Book(market.Instrument, books[symbol], null, Exchange.Clock.Now));
            else if (channel == "mark-price")
                connection.Send(Mark(market));
            else if (channel == "funding-rate" && market.Funding is not null)
                connection.Send(Funding(market));
        }
    }

    /// <inheritdoc />
    protected override void SendMark(SimulatedMarket market)
    {
        Broadcast($"mark-price:{market.Instrument.Symbol}", Mark(market));
        if (market.Funding is not null)
            Broadcast($"funding-rate:{market.Instrument.Symbol}", Funding(market));
        if (market.ImpliedVolatility is not null)
            Broadcast($"opt-summary:{Family(market)}", Summary(Family(market)));
    }

    /// <summary>The family of an option; empty for others.</summary>
    private static string Family(SimulatedMarket market) =>
        market.Instrument.Option is { } option ? $"{market.Instrument.Base}-{option.StrikeAsset}" : "";

    private byte[] Summary(string family)
    {
        IEnumerable<string> rows = Exchange.Markets.Values
            .Where(market => Family(market) == family && market.ImpliedVolatility is not null)
            .Select(market => $$"""{"instType":"OPTION","instId":"{{market.Instrument.Symbol}}","uly":"{{family}}","bidVol":"","askVol":"","markVol":"{{StreamText.Of(market.ImpliedVolatility!.Value)}}","fwdPx":"{{(market.ForwardPrice is { } forward ? StreamText.Of(forward) : "")}}","ts":"{{Milliseconds(Exchange.Clock.Now)}}"}""");
        return StreamText.Frame($$"""{"arg":{"channel":"opt-summary","instFamily":"{{family}}"},"data":[{{string.Join(',', rows)}}]}""");
    }

    private byte[] Funding(SimulatedMarket market) => StreamText.Frame(
        $$"""{"arg":{"channel":"funding-rate","instId":"{{market.Instrument.Symbol}}"},"data":[{"instId":"{{market.Instrument.Symbol}}","instType":"SWAP","method":"current_period","fundingRate":"{{StreamText.Of(market.Funding!.Rate)}}","fundingTime":"{{Milliseconds(market.Funding.Next)}}","nextFundingTime":"{{Milliseconds(market.Funding.Next.PlusMilliseconds((long)(market.Funding.IntervalHours * 3_600_000m)))}}","nextFundingRate":"","ts":"{{Milliseconds(Exchange.Clock.Now)}}"}]}""");

    /// <summary>An order, a change or a cancel over the private socket, answered by its id.</summary>
    private void ReceiveCommand(StreamConnection connection, string operation, JsonElement request)
    {
        string id = request.GetProperty("id").GetString() ?? "";
        bool isLate = request.TryGetProperty("expTime", out JsonElement expiry)
            && long.Parse(expiry.GetString() ?? "0", System.Globalization.CultureInfo.InvariantCulture) < Milliseconds(Exchange.Clock.Now);
        StreamAnswer answer = connection.Account is not { } account ? OkxJson.Failure("60011", "Please log in")
            : isLate ? OkxJson.Failure("50102", "Timestamp request expired")
            : rest.Command($"/api/v5/trade/{operation}", request.GetProperty("args")[0], account);
        SendLater(connection, answer, body => $$"""{"id":{{OkxJson.Quoted(id)}},"op":"{{operation}}","code":{{body.GetProperty("code").GetRawText()}},"msg":{{body.GetProperty("msg").GetRawText()}},"data":{{body.GetProperty("data").GetRawText()}},"inTime":"1695190491421339","outTime":"1695190491423240"}""");
    }

    private void ReceivePrivate(StreamConnection connection, string operation, JsonElement arguments)
    {
        if (operation == "login")
        {
            connection.Account = security.Login(arguments[0]);
            connection.Send(StreamText.Frame(connection.Account is null
                ? """{"event":"error","code":"60009","msg":"Login failed.","connId":"a4d3ae55"}"""
                : """{"event":"login","code":"0","msg":"","connId":"a4d3ae55"}"""));
            return;
        }

        foreach (JsonElement argument in arguments.EnumerateArray())
        {
            string channel = argument.GetProperty("channel").GetString() ?? "";
            bool granted = connection.Account is not null && operation is "subscribe" or "unsubscribe" && channel is "orders" or "account" or "positions";
            connection.Send(StreamText.Frame(granted
                ? $$"""{"event":"{{operation}}","arg":{{argument.GetRawText()}},"connId":"a4d3ae55"}"""
                : $$"""{"event":"error","code":"60011","msg":"Please log in","connId":"a4d3ae55"}"""));
            if (granted && operation == "subscribe")
                connection.Topics.Add(channel);
            else if (granted)
                connection.Topics.Remove(channel);
        }
    }

    private void SendHoldings(SimulatedAccount account, AccountStatement statement)
    {
        SendToAccount(account, "account", () => Push("account", OkxJson.Balance(statement)));
        SendToAccount(account, "positions", () => Push("positions", string.Join(',', statement.Positions.Select(position =>
            OkxJson.Position(position.Position, account.Leverage(position.Symbol), (position.MarkPrice ?? 0, Exchange.QueuePlace(account, position.Symbol)))))));
    }

    private static byte[] Push(string channel, string data) =>
        StreamText.Frame($$"""{"arg":{"channel":"{{channel}}","uid":"77982378738415879"},"data":[{{data}}]}""");

    private static byte[] Trade(Instrument instrument, PublicTrade trade, long id, Instant time) => StreamText.Frame(
        $$"""{"arg":{"channel":"trades","instId":"{{instrument.Symbol}}"},"data":[{"instId":"{{instrument.Symbol}}","tradeId":"{{id}}","px":"{{StreamText.Of(instrument.Price(trade.Price))}}","sz":"{{StreamText.Of(instrument.Quantity(trade.Quantity))}}","side":"{{(trade.TakerSide == Side.Buy ? "buy" : "sell")}}","ts":"{{Milliseconds(time)}}","count":"1"}]}""");

    private byte[] Mark(SimulatedMarket market) => StreamText.Frame(
        $$"""{"arg":{"channel":"mark-price","instId":"{{market.Instrument.Symbol}}"},"data":[{"instType":"SWAP","instId":"{{market.Instrument.Symbol}}","markPx":"{{StreamText.Of(market.MarkPrice ?? 0)}}","ts":"{{Milliseconds(Exchange.Clock.Now)}}"}]}""");

    private byte[] Book(Instrument instrument, StreamBook book, IReadOnlyList<LevelChange>? changes, Instant time)
    {
        const string tail = ",\"0\",\"1\"";
        string bids = StreamText.Levels(instrument, changes is null ? book.Book.Bids : StreamText.Side(changes, BookSide.Bid), tail);
        string asks = StreamText.Levels(instrument, changes is null ? book.Book.Asks : StreamText.Side(changes, BookSide.Ask), tail);
        string action = changes is null ? "snapshot" : "update";
        long previous = changes is null ? -1 : book.PreviousUpdateId;
        return StreamText.Frame(
            $$"""{"arg":{"channel":"books","instId":"{{instrument.Symbol}}"},"action":"{{action}}","data":[{"asks":[{{asks}}],"bids":[{{bids}}],"ts":"{{Milliseconds(time)}}","checksum":{{Checksum(instrument, book.Book, changes is not null)}},"prevSeqId":{{previous}},"seqId":{{book.UpdateId}}}]}""");
    }

    private int Checksum(Instrument instrument, BookCopy book, bool mayBeWrong)
    {
        if (!legacyChecksums)
            return 0;
        List<string> parts = [];
        for (int i = 0; i < HashedLevels; i++)
        {
            foreach (System.Collections.Immutable.ImmutableArray<BookLevel> side in new[] { book.Bids, book.Asks })
            {
                if (i < side.Length)
                    parts.AddRange([StreamText.Of(instrument.Price(side[i].Price)), StreamText.Of(instrument.Quantity(side[i].Quantity))]);
            }
        }

        uint checksum = Crc32.Finish(Crc32.Append(Crc32.Start, Encoding.ASCII.GetBytes(string.Join(':', parts))));
        return unchecked((int)(mayBeWrong && Exchange.Faults.TakeChecksumCorruption() ? ~checksum : checksum));
    }
}
