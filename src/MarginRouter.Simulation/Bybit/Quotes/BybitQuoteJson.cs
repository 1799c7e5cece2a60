using System.Globalization;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Bybit.Quotes;

/// <summary>
/// The objects of Bybit's requests for quotes (bybit-exchange docs, v5/rfq/trade and v5/rfq/websocket). A quote's list Sell is where the one who
/// asks trades in the direction of the legs, its list Buy where it trades against it (create-quote, execute-quote).
/// </summary>
internal sealed class BybitQuoteJson(SimulatedExchange exchange)
{
    private const int TakerFailed = 110007;
    private const int MakerFailed = 10001;

    /// <summary>rfqId.</summary>
    public static string Id(QuoteInquiry inquiry) =>
        string.Create(CultureInfo.InvariantCulture, $"{inquiry.CreatedAt.ToMilliseconds()}{inquiry.Number:D9}");

    /// <summary>A request, as rfq-realtime, rfq-list and rfq.open.rfqs state it.</summary>
    public string Inquiry(QuoteInquiry inquiry)
    {
        string makers = string.Join(',', inquiry.Makers.Select(BybitJson.Quoted));
        return $$"""{"rfqLinkId":"{{inquiry.RequestId}}","rfqId":"{{Id(inquiry)}}","counterparties":[{{makers}}],"strategyType":"custom","expiresAt":"{{Milliseconds(inquiry.ExpiresAt)}}","status":"{{Status(inquiry.State)}}","acceptOtherQuoteStatus":"false","deskCode":{{BybitJson.Quoted(inquiry.Account.Name)}},"createdAt":"{{Milliseconds(inquiry.CreatedAt)}}","updatedAt":"{{Milliseconds(inquiry.UpdatedAt)}}","legs":[{"category":"{{Category(inquiry)}}","symbol":"{{inquiry.Symbol}}","side":"{{Word(inquiry.Side!.Value)}}","qty":"{{StreamText.Of(inquiry.Quantity)}}"}]}""";
    }

    /// <summary>A quote, as quote-realtime, quote-list and rfq.open.quotes state it.</summary>
    public string Quote(MakerQuote quote)
    {
        Side legs = quote.Inquiry.Side!.Value;
        return $$"""{"rfqLinkId":"{{quote.Inquiry.RequestId}}","rfqId":"{{Id(quote.Inquiry)}}","quoteId":"{{quote.QuoteId}}","quoteLinkId":"","expiresAt":"{{Milliseconds(quote.ValidUntil)}}","status":"{{Status(quote.State)}}","deskCode":{{BybitJson.Quoted(quote.Maker)}},"execQuoteSide":"{{ExecutedSide(quote)}}","quoteBuyList":[{{Row(quote, quote.Price(legs.Opposite()))}}],"quoteSellList":[{{Row(quote, quote.Price(legs))}}],"createdAt":"{{Milliseconds(quote.CreatedAt)}}","updatedAt":"{{Milliseconds(quote.UpdatedAt)}}"}""";
    }

    /// <summary>What became of a quote that was taken, as trade-list and rfq.open.trades state it.</summary>
    public string Trade(MakerQuote quote)
    {
        SimulatedOrder? order = quote.OrderId is { } number ? exchange.FindOrder(quote.Inquiry.Account, number) : null;
        SimulatedFill? fill = order?.Fills.LastOrDefault();
        bool filled = quote.State == MakerQuoteState.Filled;
        string fee = fill is null ? "0" : StreamText.Of(fill.Fee);
        int code = filled ? 0 : quote.FailedByTaker ? TakerFailed : MakerFailed;
        string party = filled ? "" : quote.FailedByTaker ? "taker" : "maker";
        return $$"""{"rfqId":"{{Id(quote.Inquiry)}}","rfqLinkId":"{{quote.Inquiry.RequestId}}","quoteId":"{{quote.QuoteId}}","quoteLinkId":"","quoteSide":"{{ExecutedSide(quote)}}","strategyType":"custom","status":"{{Status(quote.State)}}","rfqDeskCode":{{BybitJson.Quoted(quote.Inquiry.Account.Name)}},"quoteDeskCode":{{BybitJson.Quoted(quote.Maker)}},"legs":[{{Leg(quote)}},"orderId":"{{(order is null ? "" : BybitJson.OrderId(order))}}","execFee":"{{fee}}","execId":"{{fill?.TradeId}}","resultCode":{{code}},"resultMessage":{{BybitJson.Quoted(quote.Text)}},"rejectParty":"{{party}}"}],"createdAt":"{{Milliseconds(quote.CreatedAt)}}","updatedAt":"{{Milliseconds(quote.UpdatedAt)}}"}""";
    }

    /// <summary>A block trade without its parties, as public-trades and rfq.open.public.trades state it.</summary>
    public string PublicTrade(MakerQuote quote) =>
        $$"""{"rfqId":"{{Id(quote.Inquiry)}}","strategyType":"custom","legs":[{{Leg(quote)}}}],"createdAt":"{{Milliseconds(quote.CreatedAt)}}","updatedAt":"{{Milliseconds(quote.UpdatedAt)}}"}""";

    /// <summary>Sell when the one who asked traded in the direction of its legs, Buy when against it; empty before that.</summary>
    private static string ExecutedSide(MakerQuote quote) =>
        quote.TakenSide is not { } side ? "" : side == quote.Inquiry.Side ? "Sell" : "Buy";

    private string Leg(MakerQuote quote)
    {
        SimulatedMarket market = exchange.Market(quote.Inquiry.Symbol);
        Side side = quote.TakenSide!.Value;
        return $$"""{"category":"{{Category(quote.Inquiry)}}","symbol":"{{quote.Inquiry.Symbol}}","side":"{{Word(side)}}","price":"{{StreamText.Of(quote.Price(side)!.Value)}}","qty":"{{StreamText.Of(quote.Quantity)}}","markPrice":"{{(market.MarkPrice is { } mark ? StreamText.Of(mark) : "")}}" """.TrimEnd();
    }

    private string Row(MakerQuote quote, decimal? price) => price is not { } known
        ? ""
        : $$"""{"category":"{{Category(quote.Inquiry)}}","symbol":"{{quote.Inquiry.Symbol}}","price":"{{StreamText.Of(known)}}","qty":"{{StreamText.Of(quote.Quantity)}}"}""";

    private string Category(QuoteInquiry inquiry) => BybitJson.Category(exchange.Market(inquiry.Symbol).Instrument);

    private static string Word(Side side) => side == Side.Buy ? "Buy" : "Sell";

    private static string Milliseconds(Instant time) => time.ToMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string Status(QuoteInquiryState state) => state switch
    {
        QuoteInquiryState.Active => "Active",
        QuoteInquiryState.Pending => "PendingFill",
        QuoteInquiryState.Filled => "Filled",
        QuoteInquiryState.Failed => "Failed",
        QuoteInquiryState.Expired => "Expired",
        QuoteInquiryState.Cancelled => "Canceled",
    };

    private static string Status(MakerQuoteState state) => state switch
    {
        MakerQuoteState.Active => "Active",
        MakerQuoteState.Pending => "PendingFill",
        MakerQuoteState.Filled => "Filled",
        MakerQuoteState.Failed => "Failed",
        MakerQuoteState.Expired => "Expired",
        MakerQuoteState.Withdrawn or MakerQuoteState.Passed => "Canceled",
    };
}
