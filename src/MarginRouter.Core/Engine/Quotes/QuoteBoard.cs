using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine.Quotes;

/// <summary>
/// Firm quotes from question to end: which parents wait for answers, what makers quoted, what was taken. A parent waits until every maker has
/// answered or the window is over, whichever is first; both are events of the journal. Only the asking itself rests on market data, so a
/// request is a record of the journal, too.
/// </summary>
internal sealed class QuoteBoard(Firm firm, OrderRegister orders, ParentSchedule schedule, MarketState market)
{
    // More than this from the makers of one request is no answer to it.
    private const int MostQuotes = 64;

    private readonly QuoteCallList calls = new(firm, market);
    private readonly List<QuoteDialogue> dialogues = [];
    private readonly Dictionary<long, int> rounds = [];

    /// <summary>When the next window is over; null while no parent waits for answers.</summary>
    public Instant? NextWindow
    {
        get
        {
            Instant? next = null;
            foreach (QuoteDialogue dialogue in dialogues)
            {
                if (dialogue.WaitsUntil is Instant until && !(until >= next))
                    next = until;
            }

            return next;
        }
    }

    /// <summary>True while a parent waits for answers.</summary>
    public bool Holds(ParentOrder parent) => dialogues.Count > 0 && Find(parent.Id)?.WaitsUntil is not null;

    /// <summary>The requests that a parent makes before it is decided; none when it is to be decided now.</summary>
    public List<RequestQuotes> Questions(Instant at, ParentOrder parent, Desk desk)
    {
        if (desk.Quotes is not { } policy || firm.QuoteMakers.IsEmpty || parent.Leg is not null || Find(parent.Id)?.AskedAfter == parent.Attempts)
            return [];
        int round = rounds.GetValueOrDefault(parent.Id.Value) + 1;
        return round > policy.MaximumRounds ? [] : calls.Of(at, parent, desk, round);
    }

    /// <summary>Keeps a request that is sent, or that the journal says was sent; its parent waits.</summary>
    public void Open(RequestQuotes request)
    {
        ParentOrder parent = orders[request.Id.Parent];
        if (Find(parent.Id) is not { } dialogue)
            dialogues.Add(dialogue = new QuoteDialogue(parent));
        dialogue.Calls.Add(new QuoteCall(request));
        dialogue.WaitsUntil = request.AnswerBy;
        dialogue.AskedAfter = parent.Attempts;
        rounds[parent.Id.Value] = request.Id.Round;
        parent.NextAttemptAt = null;
    }

    /// <summary>The quotes that a decision about a parent sees: all that were not taken, those that may not be taken with the reason.</summary>
    public ImmutableArray<RouteQuote> Of(ParentOrder parent, Instant now)
    {
        if (dialogues.Count == 0 || Find(parent.Id) is not { } dialogue)
            return [];
        ImmutableArray<RouteQuote>.Builder quotes = ImmutableArray.CreateBuilder<RouteQuote>();
        foreach (QuoteCall call in dialogue.Calls)
        {
            Venue venue = firm.Reference[firm.Reference[call.Asked.Instrument].Venue];
            Refusal? closed = market.IsConnected(venue.Id) ? null : new Refusal(RefusalReason.VenueDisconnected, venue.Name);
            bool oneOfRequest = IsOneOfRequest(venue.Id);
            if (oneOfRequest && call.Quotes.Find(held => held.IsUsed) is { } taken)
                closed ??= new Refusal(RefusalReason.QuoteWithdrawn, $"with quote {taken.Quote.QuoteId}, the one of its request that could be taken");
            foreach (HeldQuote held in call.Quotes)
            {
                if (!held.IsUsed)
                    quotes.Add(new RouteQuote(held.Quote, held.Refusal(now) ?? closed) { OneOfRequest = oneOfRequest });
            }
        }

        return quotes.ToImmutable();
    }

    /// <summary>A child takes a quote: it is never offered to a decision again.</summary>
    public void Use(ChildOrderTerms child)
    {
        if (child.Quote is { } taken && Call(taken.Request)?.Find(taken.QuoteId) is { } held)
            held.IsUsed = true;
    }

    /// <summary>Takes an event about quotes; false, and nothing happens, for any other.</summary>
    public bool Apply(InboundEvent inbound, CommandList commands)
    {
        switch (inbound)
        {
            case QuoteReceived received:
                Take(received.Quote, commands);
                return true;
            case QuoteEnded ended:
                End(ended);
                return true;
            case QuoteRequestEnded ended when Call(ended.Request) is { } call:
                call.Answer(ended.Maker);
                Continue(Find(ended.Request.Parent)!);
                return true;
            case QuoteRequestEnded:
                return true;
            default:
                return false;
        }
    }

    /// <summary>Ends the waiting of parents whose window is over.</summary>
    public void CloseWindows(Instant at)
    {
        foreach (QuoteDialogue dialogue in dialogues)
        {
            if (dialogue.WaitsUntil <= at)
                Resume(dialogue);
        }
    }

    /// <summary>Nobody answers over a connection that is down.</summary>
    public void Lose(VenueId venue)
    {
        foreach (QuoteDialogue dialogue in dialogues)
        {
            foreach (QuoteCall call in dialogue.Calls)
            {
                if (firm.Reference[call.Asked.Instrument].Venue == venue)
                    call.Answer(null);
            }

            Continue(dialogue);
        }
    }

    /// <summary>After a restart no quote is known to be good, and no parent waits for one.</summary>
    public void Restart() => dialogues.Clear();

    /// <summary>Tells makers of requests of which nothing will be taken any more, and forgets parents that have ended or changed.</summary>
    public void Settle(CommandList commands)
    {
        for (int i = 0; i < dialogues.Count; i++)
        {
            QuoteDialogue dialogue = dialogues[i];
            ParentOrder parent = dialogue.Parent;
            bool isOver = ParentTransitions.IsFinal(parent.Status) || parent.Status == ParentStatus.PendingCancel || parent.IsExpiring
                || !ReferenceEquals(parent.Request, dialogue.Terms);
            if (!isOver)
                continue;
            foreach (QuoteCall call in dialogue.Calls)
                commands.Add(new EndQuoteRequest(call.Asked.Id, call.Asked.Instrument, call.Asked.Subaccounts, Declined(call)));
            dialogues.RemoveAt(i--);
            if (ParentTransitions.IsFinal(parent.Status))
                rounds.Remove(parent.Id.Value);
        }
    }

    private static ImmutableArray<string> Declined(QuoteCall call) =>
        [.. call.Quotes.Where(held => !held.IsUsed && held.Ended is null).Select(held => held.Quote.QuoteId)];

    private void Take(FirmQuote quote, CommandList commands)
    {
        if (Call(quote.Request) is not { } call)
        {
            // It came when nobody wanted it any more: the maker hears that, too, unless it says again what was taken.
            if (IsTaken(quote))
                return;
            ImmutableArray<SubaccountId> accounts = quote.Subaccount is { } account
                ? [account]
                : [.. firm.Subaccounts.Where(one => one.Instruments.Contains(quote.Instrument)).Select(one => one.Id)];
            commands.Add(new EndQuoteRequest(quote.Request, quote.Instrument, accounts, [quote.QuoteId]));
            return;
        }

        if (Fault(call, quote) is { } fault)
        {
            commands.Add(new RaiseAlarm("invalidQuote", $"quote {quote.QuoteId} of {quote.Maker} for parent {quote.Request.Parent.Value}: {fault}; it is not used"));
            return;
        }

        // A request that named one account is for that one, whether its answer repeats it or not.
        if (quote.Subaccount is null && call.Asked.Subaccounts is [var only])
            quote = quote with { Subaccount = only };
        if (call.Find(quote.QuoteId) is not { } known)
            call.Quotes.Add(new HeldQuote(quote));
        else if (!known.IsUsed)
            (known.Quote, known.Ended) = (quote, null);
        call.Answer(quote.Maker);
        Continue(Find(quote.Request.Parent)!);
    }

    private bool IsOneOfRequest(VenueId venue)
    {
        foreach (QuoteMakers makers in firm.QuoteMakers)
        {
            if (makers.Venue == venue)
                return makers.OneOfRequest;
        }

        return false;
    }

    private bool IsTaken(FirmQuote quote)
    {
        foreach (ChildOrder child in orders[quote.Request.Parent].Children)
        {
            if (child.Terms.Quote is { } taken && taken.Request == quote.Request && taken.QuoteId == quote.QuoteId)
                return true;
        }

        return false;
    }

    private static string? Fault(QuoteCall call, FirmQuote quote) =>
        quote.QuoteId.Length == 0 ? "it has no id"
        : quote.Instrument != call.Asked.Instrument || quote.Side != call.Asked.Side ? "another instrument or side was asked for"
        : !call.Asked.Makers.Contains(quote.Maker) ? "this maker was not asked"
        : quote.Price.Value <= 0 || quote.MinimumQuantity.IsZero || quote.MinimumQuantity > quote.Quantity || quote.LastLookMilliseconds < 0 ? "price, size or last look is out of range"
        : quote.Subaccount is { } account && !call.Asked.Subaccounts.Contains(account) ? "it is for an account that did not ask"
        : call.Quotes.Count >= MostQuotes && call.Find(quote.QuoteId) is null ? "there are too many"
        : null;

    private void End(QuoteEnded ended)
    {
        if (Call(ended.Request)?.Find(ended.QuoteId) is not { IsUsed: false } held)
            return;
        RefusalReason reason = ended.Ending switch
        {
            QuoteEnding.Withdrawn => RefusalReason.QuoteWithdrawn,
            QuoteEnding.Expired => RefusalReason.QuoteExpired,
        };
        held.Ended = new Refusal(reason, $"quote {ended.QuoteId} of {held.Quote.Maker} {ended.Reason}".TrimEnd());
    }

    private void Continue(QuoteDialogue dialogue)
    {
        if (dialogue.WaitsUntil is not null && dialogue.IsAnswered)
            Resume(dialogue);
    }

    private void Resume(QuoteDialogue dialogue)
    {
        ParentOrder parent = dialogue.Parent;
        dialogue.WaitsUntil = null;
        bool isWorked = parent.Status is not (ParentStatus.PendingCancel or ParentStatus.PendingReplace) && !ParentTransitions.IsFinal(parent.Status) && !parent.IsExpiring;
        if (isWorked && !schedule.IsDue(parent))
            schedule.Add(parent);
    }

    private QuoteCall? Call(QuoteRequestId id) => Find(id.Parent)?.Calls.Find(call => call.Asked.Id == id);

    private QuoteDialogue? Find(ParentOrderId parent)
    {
        foreach (QuoteDialogue dialogue in dialogues)
        {
            if (dialogue.Parent.Id == parent)
                return dialogue;
        }

        return null;
    }
}
