using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>
/// Matches accepted orders against the current book, best price first, books every fill, lets rest what may rest and ends the others. Used
/// under the venue's gate.
/// </summary>
internal sealed class OrderMatcher(
    SimulatedExchangeOptions options,
    IReadOnlyDictionary<string, SimulatedMarket> markets,
    IReadOnlyDictionary<string, SimulatedAccount> accounts,
    AccountStatements statements,
    SimulatedFaults faults)
{
    private readonly OrderBooking booking = new(options.SpotFeeAsset, options.FeeDecimals);
    private long nextOrderId = options.FirstId;
    private long nextTradeId = options.FirstId;

    /// <summary>All orders that were accepted, and all requests.</summary>
    public OrderLog Log { get; } = new();

    /// <summary>Runs a new order until it rests or has ended.</summary>
    /// <param name="account">Whose order.</param>
    /// <param name="terms">The order; everything about it has been checked.</param>
    /// <param name="left">The order as it was left, without a late fill.</param>
    /// <returns>What happened, in order, to it and to the orders that it met.</returns>
    public List<ExecutionUpdate> Execute(SimulatedAccount account, OrderTerms terms, out SimulatedOrder left)
    {
        List<ExecutionUpdate> updates = [];
        SimulatedOrder order = Accept(account, terms);
        Note(ExecutionUpdateKind.Accepted, order, null, updates);
        left = Work(order, updates, out BookLevel? late);
        if (late is { } take)
            Fill(left, (take, false), updates);
        return updates;
    }

    /// <summary>Accepts an order that takes a maker's quote: it stands outside the book until it is settled or ended.</summary>
    public List<ExecutionUpdate> Stand(SimulatedAccount account, OrderTerms terms, out SimulatedOrder left)
    {
        List<ExecutionUpdate> updates = [];
        left = Accept(account, terms);
        account.Open(left);
        Note(ExecutionUpdateKind.Accepted, left, null, updates);
        return updates;
    }

    /// <summary>Fills an order that took a maker's quote, wholly.</summary>
    public List<ExecutionUpdate> Settle(SimulatedOrder order, decimal price)
    {
        List<ExecutionUpdate> updates = [];
        Instrument instrument = order.Terms.Instrument;
        if (!instrument.TryPrice(price, out PriceTicks ticks))
            throw new ArgumentException($"{price} is no price of {instrument.Symbol}", nameof(price));
        Fill(order, (new BookLevel(ticks, order.Terms.QuantityLots), false), updates);
        return updates;
    }

    /// <summary>Takes an open order out of the book and ends it.</summary>
    public List<ExecutionUpdate> End(SimulatedOrder order, OrderEndReason reason)
    {
        List<ExecutionUpdate> updates = [];
        markets[order.Symbol].Withdraw(order.OrderId);
        End(order, reason, updates);
        return updates;
    }

    /// <summary>
    /// Changes price or size of an open order. A smaller size at the same price keeps the order's place; anything else puts it last, after
    /// what it can take. A size of no more than what has filled ends it.
    /// </summary>
    public List<ExecutionUpdate> Replace(SimulatedOrder order, OrderTerms next, out SimulatedOrder left)
    {
        List<ExecutionUpdate> updates = [];
        SimulatedMarket market = markets[order.Symbol];
        bool keepsPlace = next.LimitTicks == order.Terms.LimitTicks && next.QuantityLots <= order.Terms.QuantityLots;
        left = order with { Terms = next, UpdatedAt = accounts[order.Account].Stamp(options.Clock.Now) };
        if (left.LeavesQuantity <= 0m)
        {
            market.Withdraw(order.OrderId);
            left = End(left, OrderEndReason.Cancelled, updates);
            return updates;
        }

        if (keepsPlace)
            market.Shrink(order.OrderId, LeavesLots(left));
        else
            market.Withdraw(order.OrderId);
        Note(ExecutionUpdateKind.Replaced, left, null, updates);
        if (!keepsPlace)
            left = Work(left, updates, out _);
        return updates;
    }

    /// <summary>Others came to a resting order.</summary>
    public List<ExecutionUpdate> Meet(RestingHit hit)
    {
        List<ExecutionUpdate> updates = [];
        FillResting(hit.OrderId, new BookLevel(hit.Price, hit.Quantity), updates);
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

    /// <summary>Takes what the order may have from the book; the rest stays there or ends.</summary>
    private SimulatedOrder Work(SimulatedOrder order, List<ExecutionUpdate> updates, out BookLevel? late)
    {
        late = null;
        SimulatedMarket market = markets[order.Symbol];
        OrderRequest request = order.Terms.Request;
        BookTaker taker = new(order.Account, request.Side, order.Terms.LimitTicks, request.SelfMatch);
        if (request.PostOnly && market.Reaches(taker))
            return End(order, OrderEndReason.WouldTake, updates);
        if (request.TimeInForce == TimeInForce.FillOrKill && market.Within(taker) < LeavesLots(order))
            return End(order, OrderEndReason.NotFilledAtOnce, updates);
        BookTaking taking = market.Take(taker, Wanted(order));
        foreach (long withdrawn in taking.Withdrawn)
            End(Log.Get(withdrawn), OrderEndReason.SelfMatch, updates);
        bool isLate = faults.TakeLateFill() && taking.Takes.Count > 0;
        for (int i = 0; i < taking.Takes.Count; i++)
        {
            BookTake take = taking.Takes[i];
            BookLevel level = new(take.Price, take.Quantity);
            if (take.Resting is { } resting)
                FillResting(resting, level, updates);
            if (isLate && i == taking.Takes.Count - 1)
                late = level;
            else
                order = Fill(order, (level, false), updates);
        }

        if (order.State == OrderState.Filled)
            return order;
        if (taking.IsStopped)
            return End(order, OrderEndReason.SelfMatch, updates);

        // What a fault kept from filling cannot rest in a book that it crosses.
        bool mayRest = request.TimeInForce is not (TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill) && !isLate && !market.Reaches(taker);
        return mayRest ? Rest(order, market) : End(order, OrderEndReason.NotFilledAtOnce, updates);
    }

    private SimulatedOrder Rest(SimulatedOrder order, SimulatedMarket market)
    {
        BookSide side = order.Terms.Side == Side.Buy ? BookSide.Bid : BookSide.Ask;
        market.Rest(new RestingOrder(order.OrderId, order.Account, side, order.Terms.LimitTicks) { Remaining = LeavesLots(order) });
        accounts[order.Account].Open(order);
        return order;
    }

    private QuantityLots Wanted(SimulatedOrder order)
    {
        QuantityLots wanted = LeavesLots(order);
        if (order.Terms.Request.ReduceOnly)
        {
            QuantityLots reducible = Reducible(order);
            wanted = reducible < wanted ? reducible : wanted;
        }

        return faults.TakeFillLimit(order.Terms.Instrument, wanted);
    }

    private QuantityLots Reducible(SimulatedOrder order)
    {
        decimal lots = OrderChecks.Reducible(order.Terms.Request, accounts[order.Account]) / order.Terms.Instrument.LotSize;
        return new QuantityLots((long)decimal.Round(lots, MidpointRounding.ToZero));
    }

    private static QuantityLots LeavesLots(SimulatedOrder order) =>
        new((long)(order.LeavesQuantity / order.Terms.Instrument.LotSize));

    /// <summary>A resting order trades; a reduce-only one no more than there is to reduce, and it ends with that.</summary>
    private void FillResting(long orderId, BookLevel take, List<ExecutionUpdate> updates)
    {
        SimulatedOrder order = Log.Get(orderId);
        bool reduces = order.Terms.Request.ReduceOnly;
        QuantityLots reducible = reduces ? Reducible(order) : take.Quantity;
        BookLevel filled = take with { Quantity = reducible < take.Quantity ? reducible : take.Quantity };
        if (!filled.Quantity.IsZero)
            order = Fill(order, (filled, true), updates);
        if (!order.IsEnded && reduces && Reducible(order).IsZero)
        {
            markets[order.Symbol].Withdraw(orderId);
            End(order, OrderEndReason.NothingToReduce, updates);
        }
    }

    private SimulatedOrder Fill(SimulatedOrder order, (BookLevel Level, bool IsMaker) take, List<ExecutionUpdate> updates)
    {
        SimulatedAccount account = accounts[order.Account];
        Instant at = account.Stamp(options.Clock.Now);
        SimulatedFill fill = booking.Book(account, order.Terms, nextTradeId++, take, at);
        SimulatedOrder filled = order with { Fills = order.Fills.Add(fill), UpdatedAt = at };
        bool whole = filled.CumulativeQuantity == order.Terms.Quantity;
        filled = filled with { State = whole ? OrderState.Filled : order.IsEnded ? order.State : OrderState.PartiallyFilled };
        Note(ExecutionUpdateKind.Filled, filled, fill, updates);
        return filled;
    }

    private SimulatedOrder End(SimulatedOrder order, OrderEndReason reason, List<ExecutionUpdate> updates)
    {
        bool byOwner = reason == OrderEndReason.Cancelled;
        SimulatedOrder ended = order with
        {
            State = byOwner ? OrderState.Cancelled : OrderState.Expired,
            EndReason = reason,
            UpdatedAt = accounts[order.Account].Stamp(options.Clock.Now),
        };
        Note(byOwner ? ExecutionUpdateKind.Cancelled : ExecutionUpdateKind.Expired, ended, null, updates);
        return ended;
    }

    /// <summary>Keeps the order as it is now, and what happened to it.</summary>
    private void Note(ExecutionUpdateKind kind, SimulatedOrder order, SimulatedFill? fill, List<ExecutionUpdate> updates)
    {
        SimulatedAccount account = accounts[order.Account];
        Log.Keep(order);
        account.Follow(order);
        updates.Add(new ExecutionUpdate(kind, account, order, fill, statements.At(account, order.UpdatedAt), order.UpdatedAt));
    }
}
