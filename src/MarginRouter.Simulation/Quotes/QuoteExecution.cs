using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Quotes;

/// <summary>The way of a quote from being taken to its end: order, last look, trade or failure. Used under the venue's gate.</summary>
internal sealed class QuoteExecution(SimulatedExchange exchange, QuoteTimers timers, QuoteFaults faults, Action<MakerQuote> change)
{
    /// <summary>Makes the order; unless it is refused or lost, its maker looks and then trades or refuses.</summary>
    public OrderAnswer Take(QuoteTake take, MakerQuote quote, QuoteMakerOptions maker)
    {
        OrderAnswer answer = exchange.Place(take.Account, new OrderRequest
        {
            ClientOrderId = take.ClientOrderId,
            Symbol = quote.Inquiry.Symbol,
            Side = take.Side,
            Quantity = take.Quantity,
            LimitPrice = take.LimitPrice ?? quote.Price(take.Side)!.Value,
            TimeInForce = Core.Orders.TimeInForce.FillOrKill,
            QuoteId = quote.QuoteId,
        });
        if (answer.IsSwallowed)
            return answer;
        MakerQuote taken = quote with { TakenSide = take.Side, UpdatedAt = exchange.Clock.Now };
        if (answer.Order is not { } order)
        {
            change(taken with { State = MakerQuoteState.Failed, Text = answer.Rejection!.Text, FailedByTaker = true });
            return answer;
        }

        taken = taken with { State = MakerQuoteState.Pending, OrderId = order.OrderId };
        change(taken);
        timers.After(maker.LastLook, () => Decide(maker, taken, answer));
        return answer;
    }

    private void Decide(QuoteMakerOptions maker, MakerQuote quote, OrderAnswer answer)
    {
        decimal? middle = exchange.Market(quote.Inquiry.Symbol).MarkPrice;
        string? rejection = faults.TakeRejection()
            ?? (MakerPricing.HasMoved(maker, quote, quote.TakenSide!.Value, middle) ? "last look: the price moved" : null);
        if (rejection is not null)
            Fail(quote, answer, OrderEndReason.MakerRejected, rejection);
        else if (faults.TakeExpiry())
            Fail(quote, answer, OrderEndReason.QuoteExpired, "the quote expired before it was executed");
        else if (faults.TakeLateFill() is { } by)
            FailAndTradeLater(quote, answer, by);
        else
            Trade(quote, answer);
    }

    private void FailAndTradeLater(MakerQuote quote, OrderAnswer answer, TimeSpan by)
    {
        Fail(quote, answer, OrderEndReason.QuoteExpired, "the quote expired before it was executed");
        timers.After(by, () => Trade(quote, answer));
    }

    private void Trade(MakerQuote quote, OrderAnswer answer)
    {
        bool traded = exchange.Settle(answer, quote.Price(quote.TakenSide!.Value)!.Value, faults.TakeDoubledFill());
        change(quote with
        {
            State = traded ? MakerQuoteState.Filled : MakerQuoteState.Failed,
            Text = traded ? "" : "the order has ended",
            FailedByTaker = !traded,
            UpdatedAt = exchange.Clock.Now,
        });
    }

    private void Fail(MakerQuote quote, OrderAnswer answer, OrderEndReason reason, string text)
    {
        exchange.Abandon(answer, reason, text);
        change(quote with { State = MakerQuoteState.Failed, Text = text, UpdatedAt = exchange.Clock.Now });
    }
}
