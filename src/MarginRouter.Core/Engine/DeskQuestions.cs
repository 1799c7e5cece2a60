using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Engine.Trades;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>Answers desks' questions about accounts, books and the state of trading. Changes nothing.</summary>
internal sealed class DeskQuestions(Firm firm, MarketState market, RouteRequestBuilder requests, MarginModelTable models, (OrderRegister Register, OrderStates States) orders)
{
    /// <summary>Answers a question.</summary>
    public DeskAnswer Answer(Instant at, DeskQuestion question, bool killed) => Find(at, question, killed) with { Asker = question.Asker };

    private DeskAnswer Find(Instant at, DeskQuestion question, bool killed) => question switch
    {
        AccountsRequested accounts => Accounts(at, accounts),
        DepthRequested depth => Depth(at, depth),
        OrderStatesRequested states => new AnswerOrderStates(states, orders.States.Of(at, states.Request, static () => 0)),
        TradesRequested trades => new AnswerTrades(trades, Trades(trades)),
        TradingStateRequested state => new AnswerTradingState(
            state,
            killed,
            [.. firm.Reference.Venues.Select(venue => venue.Id).Where(venue => !market.IsConnected(venue))],
            DayEnd.Next(at, firm.DayEndMinutes)),
        _ => throw new InvalidOperationException($"{question.GetType().Name} has no answer"),
    };

    private TradePage Trades(TradesRequested question)
    {
        TradeFilter filter = question.Filter;
        ParentOrderId? parent = filter.Parent;
        if (filter.ClientOrderId is string id && orders.Register.Find(question.Desk, id) is { } named)
        {
            // A replaced order has several ids and its trades were told under each of them; a basket has one.
            if (parent is not null && parent != named.Id)
                return new TradePage([], null);
            parent = named.Id;
            filter = filter with { ClientOrderId = null };
        }

        return orders.Register.Trades.Find(question.Desk, filter, parent);
    }

    private AnswerAccounts Accounts(Instant at, AccountsRequested question)
    {
        Desk desk = firm.FindDesk(question.Desk)!;
        ImmutableArray<Subaccount> meant =
        [
            .. desk.Subaccounts.Select(id => firm.Subaccounts[id.Value]).Where(account => question.Account is null || account.Name == question.Account),
        ];
        if (meant.IsEmpty)
            return new AnswerAccounts(question, [], new Refusal(RefusalReason.PermissionDenied, $"Account {question.Account} for desk {desk.Name}"), at);
        PriceVector prices = market.Prices(at);
        return new AnswerAccounts(question, [.. meant.Select(account => View(account, prices))], null, at);
    }

    private AccountStanding View(Subaccount subaccount, PriceVector prices)
    {
        RouteAccount state = requests.Account(subaccount);
        if (state.Account is null)
            return new AccountStanding(state.Subaccount, null, null, null, state.Unavailable ?? new Refusal(RefusalReason.AccountSnapshotMissing, subaccount.Name));
        if (!models.TryFind(subaccount, out IMarginModel? model, out Refusal? refusal))
            return new AccountStanding(state.Subaccount, state.Account, null, null, refusal);
        MarginAssessment? margin = MarginAssessor.Assess(
            firm.Reference, model!, state.Account, [], state.Pending.AsSpan(), prices, out refusal);
        decimal? distance = margin is null ? null : MarginAssessor.LiquidationDistance(firm.Reference, model!, state.Account, prices);
        return new AccountStanding(state.Subaccount, state.Account, margin, distance, margin is null ? refusal : state.Unavailable);
    }

    private AnswerDepth Depth(Instant at, DepthRequested question)
    {
        Product? product = firm.Reference.FindProduct(question.Symbol);
        Refusal? refusal = product is null ? new Refusal(RefusalReason.UnknownProduct, question.Symbol)
            : !firm.FindDesk(question.Desk)!.Products.Contains(product.Id) ? new Refusal(RefusalReason.PermissionDenied, $"{question.Symbol} for desk {question.Desk}")
            : null;
        if (refusal is not null)
            return new AnswerDepth(question, [], [], refusal, at);
        PriceVector prices = market.Prices(at);
        List<DepthLevel> bids = [];
        List<DepthLevel> asks = [];
        foreach (InstrumentId id in product!.Instruments)
        {
            Instrument instrument = firm.Reference[id];
            bool usable = market.BookRefusal(instrument, at) is null;
            if (!usable || !prices.TryConvert(instrument.Quote, product.Pricing, out decimal rate, out _))
                continue;
            Add(bids, instrument, BookSide.Bid, rate);
            Add(asks, instrument, BookSide.Ask, rate);
        }

        return new AnswerDepth(
            question,
            [.. bids.OrderByDescending(level => level.Price).ThenBy(level => level.Instrument.Value).Take(question.Levels)],
            [.. asks.OrderBy(level => level.Price).ThenBy(level => level.Instrument.Value).Take(question.Levels)],
            null,
            at);
    }

    private void Add(List<DepthLevel> levels, Instrument instrument, BookSide side, decimal rate)
    {
        foreach (BookLevel level in market.Book(instrument.Id).Levels(side))
            levels.Add(new DepthLevel(instrument.Id, instrument.Price(level.Price) * rate, level.Quantity.Value * instrument.BasePerLot));
    }
}
