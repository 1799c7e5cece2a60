using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Quotes;

/// <summary>
/// The makers of a simulated venue: it asks them, keeps their quotes, lets each be taken once and passes it through its maker's last look.
/// A trade settles in the taker's account like any fill of the venue. Everything happens under the venue's gate.
/// </summary>
public sealed class QuoteDesk : IDisposable
{
    private readonly SimulatedExchange exchange;
    private readonly List<QuoteMakerOptions> makers;
    private readonly SortedDictionary<long, QuoteInquiry> inquiries = [];
    private readonly Dictionary<string, MakerQuote> quotes = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly QuoteTimers timers;
    private readonly QuoteExecution execution;
    private readonly string venue;
    private IQuoteListener? listener;
    private long lastNumber;

    internal QuoteDesk(SimulatedExchange exchange, IReadOnlyList<QuoteMakerOptions> makers, string venue)
    {
        this.exchange = exchange;
        this.makers = [.. makers];
        this.venue = venue;
        if (this.makers.Select(maker => maker.Name).Distinct(StringComparer.Ordinal).Count() < this.makers.Count)
            throw new ArgumentException("two makers have one name", nameof(makers));
        timers = new QuoteTimers(exchange);
        execution = new QuoteExecution(exchange, timers, Faults, Change);
    }

    /// <summary>Faults to order at run time.</summary>
    public QuoteFaults Faults { get; } = new();

    /// <summary>Its makers.</summary>
    public IReadOnlyList<QuoteMakerOptions> Makers => makers;

    /// <summary>All quotes that were ever made, in order, as they stand now.</summary>
    public ImmutableArray<MakerQuote> Quotes => exchange.Locked(() => order.Select(id => Current(quotes[id])).ToImmutableArray());

    /// <summary>All requests that were ever made, in order, as they stand now.</summary>
    public ImmutableArray<QuoteInquiry> Inquiries => exchange.Locked(() => inquiries.Values.Select(Current).ToImmutableArray());

    /// <summary>The first fault of the desk's own, as opposed to one that was ordered; null while there was none.</summary>
    public Exception? Failure => timers.Failure;

    /// <summary>A maker takes its quotes back that may still be taken; all makers when none is named.</summary>
    public void Withdraw(string? maker = null, string text = "withdrawn") => exchange.Locked(() =>
    {
        foreach (MakerQuote quote in order.Select(id => quotes[id]).Where(quote => maker is null || quote.Maker == maker).ToArray())
            EndActive(quote, MakerQuoteState.Withdrawn, text);
        return true;
    });

    /// <inheritdoc />
    public void Dispose() => timers.Dispose();

    /// <summary>Tells a protocol server what happens.</summary>
    internal void Attach(IQuoteListener server) => listener = server;

    /// <summary>Takes a request and lets the makers answer, at once or later.</summary>
    internal QuoteInquiry Ask(QuoteInquiry asked)
    {
        Instant now = exchange.Clock.Now;
        QuoteInquiry inquiry = asked with { Number = ++lastNumber, CreatedAt = now, UpdatedAt = now };
        inquiries.Add(inquiry.Number, inquiry);
        listener?.OnInquiry(inquiry);
        timers.Until(inquiry.ExpiresAt, () => Expire(inquiry.Number));
        foreach (QuoteMakerOptions maker in Asked(inquiry))
            timers.After(maker.AnswerDelay, () => Answer(maker, inquiry.Number));
        return inquiry;
    }

    /// <summary>How many makers a request goes to.</summary>
    internal int CountAsked(QuoteInquiry inquiry) => Asked(inquiry).Count();

    /// <summary>A request by its number; null when there is none.</summary>
    internal QuoteInquiry? FindInquiry(long number) => inquiries.TryGetValue(number, out QuoteInquiry? inquiry) ? Current(inquiry) : null;

    /// <summary>A quote by its id; null when there is none.</summary>
    internal MakerQuote? FindQuote(string quoteId) => quotes.TryGetValue(quoteId, out MakerQuote? quote) ? Current(quote) : null;

    /// <summary>The one who asked ends a request and declines its quotes; false when there was nothing left to end.</summary>
    internal bool Cancel(long number)
    {
        bool ended = inquiries[number] is { State: QuoteInquiryState.Active } inquiry;
        if (ended)
            Note(inquiries[number], QuoteInquiryState.Cancelled);
        foreach (MakerQuote quote in QuotesOf(number))
            ended |= EndActive(quote, MakerQuoteState.Passed, "the request was ended");
        return ended;
    }

    /// <summary>The one who asked declines a quote; false when it could not be taken any more.</summary>
    internal bool Pass(string quoteId) => quotes.TryGetValue(quoteId, out MakerQuote? quote) && EndActive(quote, MakerQuoteState.Passed, "declined");

    /// <summary>Takes a quote: refused, or an order that stands until its maker has looked.</summary>
    internal QuoteRefusal? Take(QuoteTake take, out OrderAnswer? answer)
    {
        answer = null;
        if (!quotes.TryGetValue(take.QuoteId, out MakerQuote? found) || found.Inquiry.Account != take.Account)
            return new QuoteRefusal(QuoteRefusalReason.UnknownQuote, $"quote {take.QuoteId} is not known");
        MakerQuote quote = Current(found);
        if (Judge(take, quote) is { } refusal)
            return refusal;
        answer = execution.Take(take, quote, makers.Find(maker => maker.Name == quote.Maker)!);
        return null;
    }

    private static QuoteRefusal? Judge(QuoteTake take, MakerQuote quote)
    {
        if (quote.State is MakerQuoteState.Pending or MakerQuoteState.Filled or MakerQuoteState.Failed)
            return new QuoteRefusal(QuoteRefusalReason.Spent, $"quote {quote.QuoteId} was taken before");
        if (quote.State != MakerQuoteState.Active)
            return new QuoteRefusal(QuoteRefusalReason.Ended, $"quote {quote.QuoteId} has ended: {quote.Text}");
        if (quote.Price(take.Side) is not { } price)
            return new QuoteRefusal(QuoteRefusalReason.WrongSide, $"quote {quote.QuoteId} is not for this side");
        if (take.Quantity > quote.Quantity || take.Quantity < quote.MinimumQuantity)
            return new QuoteRefusal(QuoteRefusalReason.WrongQuantity, $"{take.Quantity} is not between {quote.MinimumQuantity} and {quote.Quantity}");
        return take.LimitPrice is { } limit && take.Side.Sign() * (price - limit) > 0m
            ? new QuoteRefusal(QuoteRefusalReason.WrongPrice, $"{limit} does not reach the quoted {price}")
            : null;
    }

    private IEnumerable<QuoteMakerOptions> Asked(QuoteInquiry inquiry) =>
        makers.Where(maker => inquiry.Makers.IsEmpty || inquiry.Makers.Contains(maker.Name));

    private MakerQuote[] QuotesOf(long inquiry) => [.. order.Select(id => quotes[id]).Where(quote => quote.Inquiry.Number == inquiry)];

    private void Answer(QuoteMakerOptions maker, long number)
    {
        QuoteInquiry inquiry = Current(inquiries[number]);
        if (inquiry.State != QuoteInquiryState.Active || Faults.TakeSilence())
            return;
        string? refusal = Faults.TakeRefusal();
        SimulatedMarket market = exchange.Market(inquiry.Symbol);
        MakerQuote? quote = refusal is null ? MakerPricing.Quote(maker, inquiry, market, exchange.Clock.Now, out refusal) : null;
        if (quote is null)
        {
            listener?.OnRefusal(inquiry, maker.Name, refusal!);
            return;
        }

        quote = quote with { QuoteId = $"{venue}{quote.CreatedAt.ToMilliseconds()}{order.Count + 1:D6}" };
        quotes.Add(quote.QuoteId, quote);
        order.Add(quote.QuoteId);
        listener?.OnQuote(quote);
        if (Faults.TakeDoubledQuote())
            listener?.OnQuote(quote);
        timers.Until(quote.ValidUntil, () => EndActive(quotes[quote.QuoteId], MakerQuoteState.Expired, "expired"));
    }

    private void Expire(long number)
    {
        QuoteInquiry inquiry = inquiries[number];
        if (inquiry.State != QuoteInquiryState.Active)
            return;
        Note(inquiry, QuoteInquiryState.Expired);
        if (!inquiry.EndsQuotes)
            return;
        foreach (MakerQuote quote in QuotesOf(number))
            EndActive(quote, MakerQuoteState.Expired, "the request has expired");
    }

    private bool EndActive(MakerQuote quote, MakerQuoteState state, string text)
    {
        if (quote.State != MakerQuoteState.Active)
            return false;
        Change(quote with { State = state, Text = text, UpdatedAt = exchange.Clock.Now });
        return true;
    }

    /// <summary>Keeps a quote as it is now and tells of it; what becomes of a taken quote becomes of its request.</summary>
    private void Change(MakerQuote quote)
    {
        quotes[quote.QuoteId] = quote;
        listener?.OnQuote(quote);
        QuoteInquiryState? state = quote.State switch
        {
            MakerQuoteState.Pending => QuoteInquiryState.Pending,
            MakerQuoteState.Filled => QuoteInquiryState.Filled,
            MakerQuoteState.Failed => QuoteInquiryState.Failed,
            MakerQuoteState.Active or MakerQuoteState.Expired or MakerQuoteState.Withdrawn or MakerQuoteState.Passed => null,
        };
        QuoteInquiry inquiry = inquiries[quote.Inquiry.Number];
        if (state is { } next && inquiry.State != QuoteInquiryState.Filled)
            Note(inquiry, next);
    }

    private void Note(QuoteInquiry inquiry, QuoteInquiryState state)
    {
        QuoteInquiry changed = inquiry with { State = state, UpdatedAt = exchange.Clock.Now };
        inquiries[inquiry.Number] = changed;
        listener?.OnInquiry(changed);
    }

    // A timer may come late; what is asked in between already knows.
    private MakerQuote Current(MakerQuote quote) =>
        quote.State == MakerQuoteState.Active && exchange.Clock.Now >= quote.ValidUntil ? quote with { State = MakerQuoteState.Expired, Text = "expired" } : quote;

    private QuoteInquiry Current(QuoteInquiry inquiry) =>
        inquiry.State == QuoteInquiryState.Active && exchange.Clock.Now >= inquiry.ExpiresAt ? inquiry with { State = QuoteInquiryState.Expired } : inquiry;
}
