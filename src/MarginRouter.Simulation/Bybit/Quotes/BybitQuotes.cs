using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Bybit.Quotes;

/// <summary>
/// Requests for quotes of Bybit v5 from the side of the one who asks (bybit-exchange docs, v5/rfq): config, create, cancel, execute, and the
/// lists. One leg a request; a quote is for the whole size. Executing is asynchronous: the answer says PendingFill, the trade list and the
/// topics say what became of it. The block trade is an execution of type BlockTrade of the account, with the orderId that the trade names.
/// Without traderType=request the lists mean quotes that the account itself made, and it makes none. Used under the venue's gate.
/// </summary>
internal sealed class BybitQuotes(SimulatedExchange exchange, QuoteDesk desk, BybitQuoteFeed feed)
{
    private const int LongestLink = 32;
    private const int MostActive = 10;
    private const int MinutesToLive = 10;
    private readonly BybitQuoteJson json = new(exchange);

    private long Now => exchange.Clock.Now.ToMilliseconds();

    /// <summary>Trades of all, without parties: needs no key.</summary>
    public StreamAnswer PublicTrades() => Page(Taken(null).Where(quote => quote.State == MakerQuoteState.Filled).Select(json.PublicTrade));

    /// <summary>Answers a request of an account; null when it is not known.</summary>
    public StreamAnswer? Answer(StreamRequest request, SimulatedAccount account) => request.Route switch
    {
        "GET /v5/rfq/config" => Configuration(account),
        "POST /v5/rfq/create-rfq" => Create(JsonElement.Parse(request.Body), account),
        "POST /v5/rfq/cancel-rfq" => Cancel(JsonElement.Parse(request.Body), account),
        "POST /v5/rfq/cancel-all-rfq" => CancelAll(account),
        "POST /v5/rfq/execute-quote" => Execute(JsonElement.Parse(request.Body), account),
        "GET /v5/rfq/rfq-realtime" => List(Inquiries(request, account).Where(inquiry => IsLive(inquiry.State)).Select(json.Inquiry)),
        "GET /v5/rfq/rfq-list" => Page(Inquiries(request, account).Select(json.Inquiry)),
        "GET /v5/rfq/quote-realtime" => List(Quotes(request, account).Where(quote => quote.State is MakerQuoteState.Active or MakerQuoteState.Pending).Select(json.Quote)),
        "GET /v5/rfq/quote-list" => Page(Quotes(request, account).Select(json.Quote)),
        "GET /v5/rfq/trade-list" => Page(Quotes(request, account).Where(IsTraded).Select(json.Trade)),
        _ => null,
    };

    private static bool IsLive(QuoteInquiryState state) => state is QuoteInquiryState.Active or QuoteInquiryState.Pending;

    private static bool IsTraded(MakerQuote quote) => quote.State is MakerQuoteState.Filled or MakerQuoteState.Failed;

    private StreamAnswer Configuration(SimulatedAccount account)
    {
        string makers = string.Join(',', desk.Makers.Select(maker => $$"""{"traderName":{{BybitJson.Quoted(maker.Name)}},"deskCode":{{BybitJson.Quoted(maker.Name)}},"type":"LP"}"""));
        return BybitJson.Success(
            $$"""{"deskCode":{{BybitJson.Quoted(account.Name)}},"maxLegs":1,"maxLP":50,"rfqExpireTime":{{MinutesToLive}},"maxActiveRfq":{{MostActive}},"minLimitQtySpotOrder":0,"minLimitQtyContractOrder":0,"minLimitQtyOptionOrder":0,"strategyTypes":[{"strategyName":"custom"}],"counterparties":[{{makers}}]}""", Now);
    }

    private StreamAnswer Create(JsonElement body, SimulatedAccount account)
    {
        string link = Text(body, "rfqLinkId");
        ImmutableArray<string> makers = body.TryGetProperty("counterparties", out JsonElement named) && named.ValueKind == JsonValueKind.Array
            ? [.. named.EnumerateArray().Select(name => name.GetString() ?? "")]
            : [];
        string? fault = makers.IsEmpty || makers.Any(name => desk.Makers.All(maker => maker.Name != name)) ? "counterparties invalid"
            : link.Length > LongestLink || !link.All(char.IsAsciiLetterOrDigit) ? "rfqLinkId invalid"
            : link.Length > 0 && desk.Inquiries.Any(open => open.Account == account && open.RequestId == link && IsLive(open.State)) ? "rfqLinkId exists"
            : desk.Inquiries.Count(open => open.Account == account && IsLive(open.State)) >= MostActive ? "too many active inquiries"
            : null;
        if (fault is null && Leg(body, account, out fault) is { } leg)
        {
            QuoteInquiry asked = desk.Ask(leg with { RequestId = link, Makers = makers, ExpiresAt = exchange.Clock.Now.PlusMilliseconds(MinutesToLive * 60_000) });
            return BybitJson.Success(
                $$"""{"rfqId":"{{BybitQuoteJson.Id(asked)}}","rfqLinkId":"{{link}}","status":"Active","expiresAt":"{{asked.ExpiresAt.ToMilliseconds()}}","deskCode":{{BybitJson.Quoted(account.Name)}}}""", Now);
        }

        return Invalid(fault!);
    }

    private QuoteInquiry? Leg(JsonElement body, SimulatedAccount account, out string? fault)
    {
        fault = "list invalid: one leg a request";
        if (!body.TryGetProperty("list", out JsonElement list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() != 1)
            return null;
        JsonElement leg = list[0];
        string symbol = Text(leg, "symbol");
        Side? side = Text(leg, "side").ToUpperInvariant() switch
        {
            "BUY" => Side.Buy,
            "SELL" => Side.Sell,
            _ => null,
        };
        decimal quantity = decimal.TryParse(Text(leg, "qty"), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : 0m;
        fault = !exchange.Markets.TryGetValue(symbol, out SimulatedMarket? market) || BybitJson.Category(market.Instrument) != Text(leg, "category") ? "symbol invalid"
            : side is null ? "side invalid"
            : !market.Instrument.TryQuantity(quantity, out QuantityLots lots) || lots.IsZero ? "qty invalid"
            : null;
        return fault is not null ? null : new QuoteInquiry
        {
            RequestId = "",
            Account = account,
            Symbol = symbol,
            Side = side,
            Quantity = quantity,
            WholeOnly = true,
            EndsQuotes = true,
            ExpiresAt = default,
        };
    }

    private StreamAnswer Cancel(JsonElement body, SimulatedAccount account)
    {
        string id = Text(body, "rfqId");
        string link = Text(body, "rfqLinkId");
        QuoteInquiry? found = desk.Inquiries.LastOrDefault(inquiry => inquiry.Account == account
            && (id.Length > 0 ? BybitQuoteJson.Id(inquiry) == id : link.Length > 0 && inquiry.RequestId == link));
        if (found is null || found.State != QuoteInquiryState.Active)
            return Invalid("the inquiry does not exist or has ended");
        desk.Cancel(found.Number);
        return BybitJson.Success(Ids(found), Now);
    }

    private StreamAnswer CancelAll(SimulatedAccount account)
    {
        List<string> ended = [];
        foreach (QuoteInquiry inquiry in desk.Inquiries.Where(inquiry => inquiry.Account == account && inquiry.State == QuoteInquiryState.Active))
        {
            desk.Cancel(inquiry.Number);
            ended.Add($"{Ids(inquiry)[..^1]},\"code\":0,\"msg\":\"\"}}");
        }

        return BybitJson.Success($"[{string.Join(',', ended)}]", Now);
    }

    private StreamAnswer Execute(JsonElement body, SimulatedAccount account)
    {
        string quoteId = Text(body, "quoteId");
        if (desk.FindQuote(quoteId) is not { } quote || quote.Inquiry.Account != account || BybitQuoteJson.Id(quote.Inquiry) != Text(body, "rfqId"))
            return Invalid("the quote does not exist");
        Side legs = quote.Inquiry.Side!.Value;
        if (Text(body, "quoteSide").ToUpperInvariant() is not ("BUY" or "SELL") and var word)
            return Invalid($"quoteSide invalid: {word}");
        if (desk.FindInquiry(quote.Inquiry.Number)!.State != QuoteInquiryState.Active)
            return Invalid("the inquiry is not active");
        Side side = Text(body, "quoteSide").Equals("SELL", StringComparison.OrdinalIgnoreCase) ? legs : legs.Opposite();
        feed.Hold(quoteId);
        QuoteRefusal? refusal = desk.Take(new QuoteTake(account, quoteId, $"rfq-{quoteId}", side, quote.Quantity, null), out OrderAnswer? answer);
        feed.ReleaseWith(quoteId, answer is not null && exchange.Faults.Withholds(answer.Release) ? answer.Release : Task.CompletedTask);
        if (refusal is not null)
            return Invalid(refusal.Text);
        if (answer!.IsSwallowed)
            return StreamAnswer.Never;
        string status = answer.Order is null ? "Failed" : "PendingFill";
        return BybitJson.Success($$"""{{Ids(quote.Inquiry)[..^1]}},"quoteId":"{{quoteId}}","status":"{{status}}"}""", Now) with { Release = answer.Release, IsOrder = true };
    }

    private IEnumerable<QuoteInquiry> Inquiries(StreamRequest request, SimulatedAccount account) =>
        from inquiry in desk.Inquiries.Reverse()
        where request.Parameter("traderType") == "request" && inquiry.Account == account
        where Matches(request, "rfqId", BybitQuoteJson.Id(inquiry)) && Matches(request, "rfqLinkId", inquiry.RequestId)
        select inquiry;

    private IEnumerable<MakerQuote> Quotes(StreamRequest request, SimulatedAccount account) =>
        from quote in desk.Quotes.Reverse()
        where request.Parameter("traderType") == "request" && quote.Inquiry.Account == account
        where Matches(request, "rfqId", BybitQuoteJson.Id(quote.Inquiry)) && Matches(request, "rfqLinkId", quote.Inquiry.RequestId) && Matches(request, "quoteId", quote.QuoteId)
        select quote;

    private IEnumerable<MakerQuote> Taken(SimulatedAccount? account) =>
        desk.Quotes.Reverse().Where(quote => IsTraded(quote) && (account is null || quote.Inquiry.Account == account));

    private StreamAnswer List(IEnumerable<string> rows) => BybitJson.Success($$"""{"list":[{{string.Join(',', rows)}}]}""", Now);

    private StreamAnswer Page(IEnumerable<string> rows) => BybitJson.Success($$"""{"cursor":"","list":[{{string.Join(',', rows.Take(100))}}]}""", Now);

    private StreamAnswer Invalid(string text) => BybitJson.Failure(10001, $"params error: {text}", Now);

    private static bool Matches(StreamRequest request, string name, string value) => request.Parameter(name) is var wanted && (wanted.Length == 0 || wanted == value);

    private static string Ids(QuoteInquiry inquiry) => $$"""{"rfqId":"{{BybitQuoteJson.Id(inquiry)}}","rfqLinkId":"{{inquiry.RequestId}}"}""";

    private static string Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
