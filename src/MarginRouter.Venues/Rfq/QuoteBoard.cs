using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Rfq;

/// <summary>
/// The requests for quotes of one connection and the quotes that answer them. It sees to it that a quote reaches the engine at most once, is
/// taken at most once and only while the venue's clock allows it, and that the end of what was not taken is told. Events leave inside the lock
/// so that their order is the order of the decisions. Bounded by the requests that may be open and the quotes kept of each.
/// </summary>
/// <param name="options">What the venue's file says.</param>
/// <param name="sink">Where events go.</param>
/// <param name="clock">Our clock and the venue's.</param>
/// <param name="onePerRequest">True where a venue lets only one quote of a request be taken.</param>
internal sealed class QuoteBoard(QuoteOptions options, IVenueEventSink sink, VenueClock clock, bool onePerRequest)
{
    // How long a request is kept after its last quote ran out when the engine does not end it.
    private static readonly long KeptNs = TimeSpan.FromMinutes(1).Ticks * 100;
    private readonly Lock gate = new();
    private readonly Dictionary<QuoteRequestId, OpenQuoteRequest> requests = [];

    /// <summary>Opens a request that is about to be sent; false when it cannot be, which its event says.</summary>
    /// <param name="command">The request.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="subaccount">The one account that may take its quotes; null for all that it names.</param>
    public bool TryOpen(RequestQuotes command, Instrument instrument, SubaccountId? subaccount)
    {
        lock (gate)
        {
            DropOld();
            if (requests.Count < options.OpenRequests && requests.TryAdd(command.Id, new OpenQuoteRequest(command, instrument, subaccount)))
                return true;
            string reason = requests.ContainsKey(command.Id) ? "the request is open already" : $"{options.OpenRequests} requests for quotes are open";
            sink.OnEvent(new QuoteRequestEnded(command.Id, null, QuoteRequestEnding.Lost, reason));
            return false;
        }
    }

    /// <summary>The instrument and our side of an open request; null when it is not open.</summary>
    public (Instrument Instrument, Side Side)? Find(QuoteRequestId id)
    {
        lock (gate)
            return requests.TryGetValue(id, out OpenQuoteRequest? request) ? (request.Instrument, request.Command.Side) : null;
    }

    /// <summary>A maker quotes: told once. A repetition with the same terms says nothing new. Returns what is wrong with it, null when nothing is.</summary>
    public QuoteFault? Offer(QuoteRequestId id, QuoteTerms terms)
    {
        lock (gate)
        {
            if (!requests.TryGetValue(id, out OpenQuoteRequest? request))
                return QuoteFault.UnknownRequest;
            if (terms.Maker.Length == 0)
            {
                if (request.Command.Makers.Length != 1)
                    return QuoteFault.MissingMaker;
                terms = terms with { Maker = request.Command.Makers[0] };
            }

            return Fault(request, terms) is { } fault ? fault : Tell(request, terms);
        }
    }

    /// <summary>A quote is good no more; told unless it was taken or ended before. One that was never seen does not come any more.</summary>
    public void End(QuoteRequestId id, string quoteId, QuoteEnding ending, string reason)
    {
        lock (gate)
        {
            if (requests.TryGetValue(id, out OpenQuoteRequest? request))
                EndOne(request, quoteId, ending, reason);
        }
    }

    /// <summary>All quotes that fit are good no more.</summary>
    /// <param name="id">The request; null for every request.</param>
    /// <param name="instrument">The instrument; null for every instrument.</param>
    /// <param name="maker">The maker; null for every maker.</param>
    /// <param name="reason">Why.</param>
    public void WithdrawAll(QuoteRequestId? id, InstrumentId? instrument, string? maker, string reason)
    {
        lock (gate)
        {
            foreach (OpenQuoteRequest request in requests.Values)
            {
                if ((id is not null && request.Command.Id != id) || (instrument is not null && request.Instrument.Id != instrument))
                    continue;
                foreach ((string quoteId, BoardQuote quote) in request.Quotes.ToArray())
                {
                    if (maker is null || quote.Terms.Maker == maker)
                        EndOne(request, quoteId, QuoteEnding.Withdrawn, reason);
                }
            }
        }
    }

    /// <summary>No more comes from a maker, or from any; told once.</summary>
    public void EndRequest(QuoteRequestId id, string? maker, QuoteRequestEnding ending, string reason)
    {
        lock (gate)
        {
            if (requests.TryGetValue(id, out OpenQuoteRequest? request))
                Answered(request, maker, ending, reason);
        }
    }

    /// <summary>
    /// Takes a quote for a child that is about to be sent. Null when it may go out, and then never again; else why not, in words. It is looked
    /// at by the latest time that the venue's clock can show.
    /// </summary>
    public string? TryTake(ChildOrderTerms child)
    {
        ChildQuote wanted = child.Quote ?? throw new InvalidOperationException($"child {child.Id} takes no quote");
        lock (gate)
        {
            if (!requests.TryGetValue(wanted.Request, out OpenQuoteRequest? request) || !request.Quotes.TryGetValue(wanted.QuoteId, out BoardQuote quote))
                return $"quote {wanted.QuoteId} is not open here";
            if (Objection(request, quote, child) is { } objection)
                return $"quote {wanted.QuoteId} {objection}";
            request.Quotes[wanted.QuoteId] = quote with { State = BoardQuoteState.Taken, TakenBy = child.Id };
            if (onePerRequest)
                UseUp(request);
            return null;
        }
    }

    /// <summary>The open request that has a quote; null when none has.</summary>
    public QuoteRequestId? RequestOf(string quoteId)
    {
        lock (gate)
        {
            foreach (OpenQuoteRequest request in requests.Values)
            {
                if (request.Quotes.ContainsKey(quoteId))
                    return request.Command.Id;
            }

            return null;
        }
    }

    /// <summary>The child that took a quote; null when none did.</summary>
    public ChildOrderId? TakenBy(QuoteRequestId id, string quoteId)
    {
        lock (gate)
            return requests.TryGetValue(id, out OpenQuoteRequest? request) && request.Quotes.TryGetValue(quoteId, out BoardQuote quote) ? quote.TakenBy : null;
    }

    /// <summary>
    /// The engine is through with a request. The makers to be told are those of quotes that are good still; a taken one's maker knows. Null when
    /// the request is not open.
    /// </summary>
    public (Instrument Instrument, Side Side, bool WasTaken, IReadOnlyList<QuoteTerms> Standing)? Close(QuoteRequestId id)
    {
        lock (gate)
        {
            if (!requests.Remove(id, out OpenQuoteRequest? request))
                return null;
            Instant now = clock.VenueNow;
            return (
                request.Instrument,
                request.Command.Side,
                request.Quotes.Values.Any(quote => quote.State == BoardQuoteState.Taken),
                [.. request.Quotes.Values.Where(quote => quote.IsGood(now)).Select(quote => quote.Terms)]);
        }
    }

    /// <summary>The connection broke: what was open is lost, and quotes are good no more, as makers withdraw them when they lose their counterpart.</summary>
    public void LoseAll(string reason)
    {
        WithdrawAll(null, null, null, reason);
        lock (gate)
        {
            foreach (OpenQuoteRequest request in requests.Values)
                Answered(request, null, QuoteRequestEnding.Lost, reason);
            requests.Clear();
        }
    }

    /// <summary>Ends the requests whose time to answer is over.</summary>
    public void Tick()
    {
        Instant now = clock.Now;
        lock (gate)
        {
            foreach (OpenQuoteRequest request in requests.Values)
            {
                if (now > request.Command.AnswerBy)
                    Answered(request, null, QuoteRequestEnding.TimedOut, "the time to answer is over");
            }

            DropOld();
        }
    }

    private QuoteFault? Fault(OpenQuoteRequest request, QuoteTerms terms)
    {
        if (!request.Asked(terms.Maker))
            return QuoteFault.MakerNotAsked;
        if (clock.LatestVenueNow >= terms.ValidUntil)
            return QuoteFault.AlreadyExpired;
        if (request.IsUsedUp)
            return QuoteFault.AlreadyEnded;
        if (!request.Quotes.TryGetValue(terms.QuoteId, out BoardQuote known))
            return request.Quotes.Count >= options.QuotesPerRequest ? QuoteFault.TooMany : null;
        return known.State == BoardQuoteState.Standing && known.Terms.Maker == terms.Maker ? null : QuoteFault.AlreadyEnded;
    }

    private QuoteFault? Tell(OpenQuoteRequest request, QuoteTerms terms)
    {
        bool isRepeated = request.Quotes.TryGetValue(terms.QuoteId, out BoardQuote known) && known.Terms == terms;
        if (isRepeated)
            return null;
        request.Quotes[terms.QuoteId] = new BoardQuote(terms, BoardQuoteState.Standing, null);
        sink.OnEvent(new QuoteReceived(new FirmQuote
        {
            Request = request.Command.Id,
            QuoteId = terms.QuoteId,
            Maker = terms.Maker,
            Instrument = request.Instrument.Id,
            Side = request.Command.Side,
            Price = terms.Price,
            Quantity = terms.Quantity,
            MinimumQuantity = terms.Minimum,
            ValidUntil = new Instant(clock.OursBefore(terms.ValidUntil).Nanoseconds - MarginNs),
            LastLookMilliseconds = (int)options.LastLook.TotalMilliseconds,
            FeeIncluded = options.FeeIncluded,
            Subaccount = request.Subaccount,
        }));
        Answered(request, terms.Maker, QuoteRequestEnding.Answered, "");
        return null;
    }

    private long MarginNs => options.ExpiryMargin.Ticks * 100;

    private string? Objection(OpenQuoteRequest request, BoardQuote quote, ChildOrderTerms child)
    {
        QuoteTerms terms = quote.Terms;
        if (quote.State == BoardQuoteState.Taken)
            return "was taken before";
        if (quote.State == BoardQuoteState.Ended)
            return "is withdrawn";
        if (!quote.IsGood(new Instant(clock.LatestVenueNow.Nanoseconds + MarginNs)) || clock.Now > child.Quote!.ValidUntil)
            return "expired before it could be taken";
        if (request.Subaccount is { } only ? child.Subaccount != only : !request.Command.Subaccounts.Contains(child.Subaccount))
            return "was not asked for in the name of the child's account";
        if (child.Instrument != request.Instrument.Id || child.Side != request.Command.Side || child.LimitPrice != terms.Price)
            return "is of another instrument, side or price";
        return child.Quantity.Value < terms.Minimum.Value || child.Quantity.Value > terms.Quantity.Value
            ? $"is good for {terms.Minimum.Value} to {terms.Quantity.Value} lots, not for {child.Quantity.Value}"
            : null;
    }

    private void UseUp(OpenQuoteRequest request)
    {
        request.IsUsedUp = true;
        foreach (string quoteId in request.Quotes.Keys.ToArray())
            EndOne(request, quoteId, QuoteEnding.Withdrawn, "another quote of its request was taken");
    }

    private void EndOne(OpenQuoteRequest request, string quoteId, QuoteEnding ending, string reason)
    {
        if (request.Quotes.TryGetValue(quoteId, out BoardQuote quote))
        {
            if (quote.State != BoardQuoteState.Standing)
                return;
            request.Quotes[quoteId] = quote with { State = BoardQuoteState.Ended };
            sink.OnEvent(new QuoteEnded(request.Command.Id, quoteId, ending, reason));
        }
        else if (request.Quotes.Count < options.QuotesPerRequest)
        {
            // Its end overtook it.
            request.Quotes[quoteId] = new BoardQuote(default, BoardQuoteState.Ended, null);
        }
    }

    private void Answered(OpenQuoteRequest request, string? maker, QuoteRequestEnding ending, string reason)
    {
        if (request.IsAnswered || (maker is not null && (!request.Asked(maker) || !request.Done.Add(maker))))
            return;
        request.IsAnswered = maker is null || request.Command.Makers.All(request.Done.Contains);
        sink.OnEvent(new QuoteRequestEnded(request.Command.Id, maker, ending, reason));
    }

    private void DropOld()
    {
        Instant now = clock.Now;
        foreach ((QuoteRequestId id, OpenQuoteRequest request) in requests.ToArray())
        {
            bool isOld = now.NanosecondsSince(request.Command.AnswerBy) > KeptNs
                && !request.Quotes.Values.Any(quote => quote.IsGood(clock.VenueNow));
            if (isOld)
                requests.Remove(id);
        }
    }
}
