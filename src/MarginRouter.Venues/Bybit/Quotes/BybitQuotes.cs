using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Venues.Bybit.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Rfq;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Bybit.Quotes;

/// <summary>
/// An account's requests for quotes at Bybit (docs/v5/rfq): asked, taken and cancelled over REST, answered over the private WebSocket. A quote is
/// for the whole size that was asked for, and only one of a request can be taken.
/// </summary>
internal sealed partial class BybitQuotes(SubaccountId subaccount, BybitRest rest, TradingContext context, QuoteOptions options)
{
    private const string OurDirection = "Sell";
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(25);
    private readonly QuoteBoard board = new(options, context.Parts.Sink, context.Clock, onePerRequest: true);
    private readonly BybitTakenQuotes taken = new();
    private readonly BybitQuoteRequests requests = new();
    private readonly ConcurrentQueue<string> toCancel = new();
    private volatile BybitQuoteDesk? desk;

    private string Name => context.Options.Feed.Name;

    /// <summary>Reads who may be asked. An account without the right to ask trades on; its requests are refused by name.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        try
        {
            desk = BybitQuoteDesk.Read(await rest.DemandAsync("/v5/rfq/config", "", cancellation).ConfigureAwait(false));
        }
        catch (Exception fault) when (fault is VenueProtocolException or VenueHttpException)
        {
            desk = null;
            LogNoDesk(context.Parts.Logger, Name, fault.Message);
        }
    }

    /// <summary>Looks at the time limits, lists quotes that the stream may have lost, and cancels what a broken connection left open.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(TickInterval, context.Parts.Time, cancellation).ConfigureAwait(false);
            board.Tick();
            while (toCancel.TryDequeue(out string? link))
                await CancelAsync($$"""{"rfqLinkId":"{{link}}"}""", link, cancellation).ConfigureAwait(false);
            foreach (string id in requests.TakeHalfway(context.Clock.Now))
                await ListAsync(id, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The stream broke.</summary>
    public void Lost(string reason)
    {
        board.LoseAll(reason);
        foreach (QuoteRequestId id in requests.Clear())
            toCancel.Enqueue(LinkOf(id));
    }

    /// <summary>Asks. What comes of it are events.</summary>
    public async Task RequestAsync(RequestQuotes command, Instrument instrument, CancellationToken cancellation)
    {
        if (!board.TryOpen(command, instrument, subaccount))
            return;
        List<string> makers = [];
        foreach (string maker in command.Makers)
        {
            if (desk?.Makers.Contains(maker) == true)
                makers.Add(maker);
            else
                board.EndRequest(command.Id, maker, QuoteRequestEnding.Refused, desk is null ? "the account may not ask for quotes" : "the venue does not list the maker as a counterparty");
        }

        if (desk?.OpenRequests is { } most && requests.Count >= most)
            Refuse(command.Id, $"the venue allows {most} open requests");
        else if (makers.Count > 0)
            await CreateAsync(command, instrument, makers, cancellation).ConfigureAwait(false);
        else
            board.Close(command.Id);
    }

    /// <summary>Ends a request: the venue tells makers of a cancelled request that nothing of it is taken.</summary>
    public async Task EndAsync(EndQuoteRequest command, CancellationToken cancellation)
    {
        string? id = requests.Remove(command.Id);
        if (board.Close(command.Id) is not { } closed || closed.WasTaken)
            return;
        string link = LinkOf(command.Id);
        await CancelAsync(id is null ? $$"""{"rfqLinkId":"{{link}}"}""" : $$"""{"rfqId":"{{id}}"}""", link, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes the quote that a child names, as long as that is sure to be in time.</summary>
    public async Task<PlaceAnswer> TakeAsync(ChildOrderTerms terms, CancellationToken cancellation)
    {
        ChildQuote quote = terms.Quote!;
        string? id = requests.IdOf(quote.Request);
        if ((id is null ? "its request is not open" : board.TryTake(terms)) is { } objection)
            return PlaceAnswer.Unsent(objection);
        taken.Add(quote.QuoteId, terms);
        JsonElement answer = await rest.PostAsync(
            "/v5/rfq/execute-quote", $$"""{"rfqId":"{{id}}","quoteId":"{{quote.QuoteId}}","quoteSide":"{{OurDirection}}"}""", cancellation).ConfigureAwait(false);
        long code = JsonFigure.Whole(answer, "retCode");
        string words = JsonFigure.TextOrEmpty(answer, "retMsg");

        // Server fault and time-out inside: it may have been taken.
        if (code is 10000 or 10016)
            return PlaceAnswer.Unknown(code.ToString(CultureInfo.InvariantCulture), words);
        string status = code == 0 ? JsonFigure.TextOrEmpty(JsonFigure.Member(answer, "result"), "status") : "";
        if (code == 0 && status is not ("Failed" or "Rejected"))
            return PlaceAnswer.Accepted(quote.QuoteId);
        taken.Finish(quote.QuoteId);
        return PlaceAnswer.Refused(code == 0 ? status : code.ToString(CultureInfo.InvariantCulture), code == 0 ? status : words);
    }

    /// <summary>Asks what became of a child that took a quote; null when the venue has no trade of it.</summary>
    public async Task<OrderFinding?> FindAsync(ChildOrderTerms terms, Instrument instrument, CancellationToken cancellation)
    {
        string quoteId = terms.Quote!.QuoteId;
        JsonElement listed = await rest.DemandAsync("/v5/rfq/trade-list", $"quoteId={quoteId}&traderType=request", cancellation).ConfigureAwait(false);
        BybitBlockTrade? trade = JsonFigure.List(listed, "list").Select(BybitBlockTrade.Read).FirstOrDefault(trade => trade.QuoteId == quoteId);
        if (trade is null)
            return await FindOpenAsync(quoteId, cancellation).ConfigureAwait(false);
        if (trade.IsFailed)
        {
            taken.Finish(quoteId);
            return new OrderFinding(VenueOrderState.Refused, 0m, null, [], trade.UpdatedAt);
        }

        if (!trade.IsFilled)
            return new OrderFinding(VenueOrderState.Working, 0m, null, [], trade.UpdatedAt);
        BybitTradeLeg leg = trade.Legs.FirstOrDefault(leg => leg.Symbol == instrument.Symbol);
        if (leg.Symbol is null)
            throw new VenueProtocolException($"the block trade of quote {quoteId} has no leg in {instrument.Symbol}");
        JsonElement executions = await rest.DemandAsync(
            "/v5/execution/list", $"category={BybitWords.Category(instrument)}&symbol={instrument.Symbol}&orderId={leg.OrderId}&limit=100", cancellation).ConfigureAwait(false);
        List<OwnExecution> found = [.. JsonFigure.List(executions, "list").Select(row => BybitWords.Execution(row, instrument)).OfType<OwnExecution>()];
        taken.Finish(quoteId);
        return new OrderFinding(VenueOrderState.Filled, leg.Quantity ?? throw new VenueProtocolException("qty is missing"), leg.Price, found, trade.UpdatedAt);
    }

    /// <summary>Topic <c>rfq.open.quotes</c>: makers quote, change their minds, or the venue says how a quote ended.</summary>
    public void OnQuotes(JsonElement frame)
    {
        foreach (JsonElement row in JsonFigure.List(frame, "data"))
            OnQuote(row);
    }

    /// <summary>Topic <c>rfq.open.rfqs</c>: a request ended at the venue.</summary>
    public void OnRequests(JsonElement frame)
    {
        foreach (JsonElement row in JsonFigure.List(frame, "data"))
        {
            string status = JsonFigure.TextOrEmpty(row, "status");
            if (status is not ("Expired" or "Canceled") || RequestOf(JsonFigure.Text(row, "rfqId"), JsonFigure.TextOrEmpty(row, "rfqLinkId")) is not { } id)
                continue;
            board.WithdrawAll(id, null, null, $"its request is {status}");
            board.EndRequest(id, null, QuoteRequestEnding.TimedOut, status);
        }
    }

    /// <summary>Topic <c>rfq.open.trades</c>: what became of quotes that were taken.</summary>
    public void OnTrades(JsonElement frame, AccountEvents events)
    {
        foreach (JsonElement row in JsonFigure.List(frame, "data"))
        {
            BybitBlockTrade trade = BybitBlockTrade.Read(row);
            if (!(trade.IsFilled || trade.IsFailed) || taken.Finish(trade.QuoteId) is not { } terms)
                continue;
            if (trade.IsFailed)
            {
                (string code, string words) = trade.Failure();
                events.Reverted(terms.Id, code, words);
                continue;
            }

            events.Accepted(terms.Id, trade.QuoteId);
            Instrument instrument = context.Instruments.Find(terms.Instrument)!;
            foreach (BybitTradeLeg leg in trade.Legs)
            {
                if (leg.Symbol == instrument.Symbol && taken.Settle(terms, leg.ExecutionId) is { } execution)
                    events.Executed(terms.Id, leg.Symbol, execution);
            }
        }
    }

    /// <summary>An execution of a block trade, from topic <c>execution</c>.</summary>
    public void OnExecution(string symbol, OwnExecution execution, AccountEvents events)
    {
        if (taken.Executed(execution) is { } terms)
            events.Executed(terms.Id, symbol, execution);
    }

    private async Task CreateAsync(RequestQuotes command, Instrument instrument, List<string> makers, CancellationToken cancellation)
    {
        string link = LinkOf(command.Id);
        string side = command.Side == Side.Buy ? "Buy" : "Sell";
        string names = string.Join(',', makers.Select(maker => $"\"{JsonEncodedText.Encode(maker)}\""));
        string body = $$"""{"counterparties":[{{names}}],"rfqLinkId":"{{link}}","anonymous":{{(options.Anonymous ? "true" : "false")}},"strategyType":"custom","list":[{"category":"{{BybitWords.Category(instrument)}}","symbol":"{{instrument.Symbol}}","side":"{{side}}","qty":"{{BybitWords.Number(instrument.Quantity(command.Quantity))}}"}]}""";
        requests.Begin(command.Id, context.Clock.Now, command.AnswerBy);
        try
        {
            Instant asked = context.Clock.Now;
            JsonElement answer = await rest.PostAsync("/v5/rfq/create-rfq", body, cancellation).ConfigureAwait(false);
            if (JsonFigure.Whole(answer, "retCode") is not 0 and long code)
            {
                Refuse(command.Id, $"{code.ToString(CultureInfo.InvariantCulture)} {JsonFigure.TextOrEmpty(answer, "retMsg")}");
                return;
            }

            context.Clock.Refine(asked, JsonFigure.Milliseconds(answer, "time"), context.Clock.Now);
            foreach (BybitQuote early in requests.Opened(command.Id, JsonFigure.Text(JsonFigure.Member(answer, "result"), "rfqId")))
                Take(command.Id, early);

            // It was ended before its id was known.
            if (requests.IdOf(command.Id) is null)
                toCancel.Enqueue(link);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            // It may be open at the venue: its link names it there.
            board.EndRequest(command.Id, null, QuoteRequestEnding.Lost, fault.Message);
            if (board.Close(command.Id) is not null)
                toCancel.Enqueue(link);
            requests.Remove(command.Id);
        }
    }

    private void Refuse(QuoteRequestId id, string reason)
    {
        board.EndRequest(id, null, QuoteRequestEnding.Refused, reason);
        board.Close(id);
        requests.Remove(id);
    }

    private void OnQuote(JsonElement row)
    {
        BybitQuote quote;
        try
        {
            quote = BybitQuote.Read(row);
        }
        catch (VenueProtocolException fault)
        {
            LogUnusable(context.Parts.Logger, Name, "?", "?", fault.Message);
            return;
        }

        if (RequestOf(quote.RequestId, quote.RequestLinkId) is { } id)
        {
            requests.Learn(id, quote.RequestId);
            Take(id, quote);
        }
        else
        {
            requests.Hold(quote);
        }
    }

    private void Take(QuoteRequestId id, BybitQuote quote)
    {
        switch (quote.Status)
        {
            case "Active":
                if (Offer(id, quote) is { } fault)
                    LogUnusable(context.Parts.Logger, Name, quote.QuoteId, quote.RequestId, QuoteFaultWords.Of(fault));
                break;
            case "Expired":
                board.End(id, quote.QuoteId, QuoteEnding.Expired, quote.Status);
                break;
            default:
                board.End(id, quote.QuoteId, QuoteEnding.Withdrawn, quote.Status);
                break;
        }
    }

    private QuoteFault? Offer(QuoteRequestId id, BybitQuote quote)
    {
        if (board.Find(id) is not { } asked)
            return QuoteFault.UnknownRequest;
        return BybitQuoteTerms.Read(quote, asked.Instrument, out QuoteTerms terms) ?? board.Offer(id, terms);
    }

    private async Task ListAsync(string requestId, CancellationToken cancellation)
    {
        try
        {
            JsonElement listed = await rest.DemandAsync("/v5/rfq/quote-realtime", $"rfqId={requestId}&traderType=request", cancellation).ConfigureAwait(false);
            foreach (JsonElement row in JsonFigure.List(listed, "list"))
                OnQuote(row);
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, cancellation))
        {
            LogNotListed(context.Parts.Logger, Name, requestId, fault.Message);
        }
    }

    private async Task<OrderFinding?> FindOpenAsync(string quoteId, CancellationToken cancellation)
    {
        JsonElement open = await rest.DemandAsync("/v5/rfq/quote-realtime", $"quoteId={quoteId}&traderType=request", cancellation).ConfigureAwait(false);
        foreach (JsonElement row in JsonFigure.List(open, "list"))
        {
            if (JsonFigure.Text(row, "quoteId") == quoteId && JsonFigure.TextOrEmpty(row, "status") is "PendingFill" or "Filled")
                return new OrderFinding(VenueOrderState.Working, 0m, null, [], JsonFigure.Milliseconds(row, "updatedAt"));
        }

        return null;
    }

    private async Task CancelAsync(string body, string link, CancellationToken cancellation)
    {
        try
        {
            JsonElement answer = await rest.PostAsync("/v5/rfq/cancel-rfq", body, cancellation).ConfigureAwait(false);
            if (JsonFigure.Whole(answer, "retCode") is not 0 and long code)
                LogNotCancelled(context.Parts.Logger, Name, link, $"{code.ToString(CultureInfo.InvariantCulture)} {JsonFigure.TextOrEmpty(answer, "retMsg")}");
        }
        catch (Exception fault) when (ConnectionFault.IsTransient(fault, CancellationToken.None))
        {
            LogNotCancelled(context.Parts.Logger, Name, link, fault.Message);
        }
    }

    private QuoteRequestId? RequestOf(string requestId, string link) =>
        BybitLink.TryParse(context.Options.ClientOrderIds, link, out QuoteRequestId id) ? id : requests.Find(requestId);

    private string LinkOf(QuoteRequestId id) => BybitLink.Format(context.Options.ClientOrderIds, id);
}
