using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>
/// Matches an accepted order against the current book, best price first, books every fill and ends the order. Used under the
/// venue's gate.
/// </summary>
internal sealed class OrderMatcher(
    SimulatedExchangeOptions options,
    IReadOnlyDictionary<string, SimulatedMarket> markets,
    AccountStatements statements,
    SimulatedFaults faults)
{
    private readonly OrderBooking booking = new(options.SpotFeeAsset, options.FeeDecimals);
    private long nextOrderId = options.FirstId;
    private long nextTradeId = options.FirstId;

    /// <summary>Runs an order to its end.</summary>
    /// <param name="account">Whose order.</param>
    /// <param name="terms">The order; everything about it has been checked.</param>
    /// <param name="ended">The order as it ended, without a late fill.</param>
    /// <returns>What happened, in order; the last one shows the final order.</returns>
    public List<ExecutionUpdate> Execute(SimulatedAccount account, OrderTerms terms, out SimulatedOrder ended)
    {
        SimulatedOrder order = Accept(account, terms);
        List<ExecutionUpdate> updates = [Update(ExecutionUpdateKind.Accepted, account, order, null)];
        List<BookLevel> takes = Take(account, terms);
        int late = faults.TakeLateFill() && takes.Count > 0 ? 1 : 0;
        foreach (BookLevel take in takes.SkipLast(late))
            order = Fill(account, order, take, updates);
        if (order.State != OrderState.Filled)
        {
            Instant endedAt = account.Stamp(options.Clock.Now);
            order = order with { State = OrderState.Expired, UpdatedAt = endedAt };
            updates.Add(Update(ExecutionUpdateKind.Expired, account, order, null));
        }

        ended = order;
        if (late == 1)
            Fill(account, order, takes[^1], updates);
        return updates;
    }

    private SimulatedOrder Accept(SimulatedAccount account, OrderTerms terms)
    {
        Instant acceptedAt = account.Stamp(options.Clock.Now);
        return new SimulatedOrder
        {
            OrderId = nextOrderId++,
            Account = account.Name,
            Terms = terms,
            State = OrderState.New,
            Fills = [],
            AcceptedAt = acceptedAt,
            UpdatedAt = acceptedAt,
        };
    }

    /// <summary>Takes what the order may have from the book: each entry is a price and the size taken there.</summary>
    private List<BookLevel> Take(SimulatedAccount account, OrderTerms terms)
    {
        SimulatedMarket market = markets[terms.Instrument.Symbol];
        BookSide side = terms.Side == Side.Buy ? BookSide.Ask : BookSide.Bid;
        QuantityLots wanted = Wanted(account, terms);
        List<BookLevel> takes = [];
        while (!wanted.IsZero && market.Book.Count(side) > 0)
        {
            BookLevel best = market.Book.Level(side, 0);
            bool reaches = terms.Side == Side.Buy ? best.Price <= terms.LimitTicks : best.Price >= terms.LimitTicks;
            if (!reaches)
                break;
            QuantityLots taken = best.Quantity < wanted ? best.Quantity : wanted;
            market.Take(side, best.Price, best.Quantity, taken);
            takes.Add(best with { Quantity = taken });
            wanted -= taken;
        }

        return takes;
    }

    private QuantityLots Wanted(SimulatedAccount account, OrderTerms terms)
    {
        QuantityLots wanted = terms.QuantityLots;
        if (terms.Request.ReduceOnly)
        {
            decimal reducible = OrderChecks.Reducible(terms.Request, account) / terms.Instrument.LotSize;
            wanted = new QuantityLots(Math.Min(wanted.Value, (long)decimal.Round(reducible, MidpointRounding.ToZero)));
        }

        return faults.TakeFillLimit(terms.Instrument, wanted);
    }

    private SimulatedOrder Fill(SimulatedAccount account, SimulatedOrder order, BookLevel take, List<ExecutionUpdate> updates)
    {
        Instant at = account.Stamp(options.Clock.Now);
        SimulatedFill fill = booking.Book(account, order.Terms, nextTradeId++, take, at);
        SimulatedOrder filled = order with { Fills = order.Fills.Add(fill), UpdatedAt = at };
        bool whole = filled.CumulativeQuantity == order.Terms.Quantity;
        OrderState open = order.State == OrderState.Expired ? OrderState.Expired : OrderState.PartiallyFilled;
        filled = filled with { State = whole ? OrderState.Filled : open };
        updates.Add(Update(ExecutionUpdateKind.Filled, account, filled, fill));
        return filled;
    }

    private ExecutionUpdate Update(ExecutionUpdateKind kind, SimulatedAccount account, SimulatedOrder order, SimulatedFill? fill) =>
        new(kind, account, order, fill, statements.At(account, order.UpdatedAt), order.UpdatedAt);
}
