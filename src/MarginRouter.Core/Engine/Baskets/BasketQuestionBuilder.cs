using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>Collects what a decision about a basket depends on from the engine's state at one moment.</summary>
internal sealed class BasketQuestionBuilder(Firm firm, OrderRegister orders, RouteRequestBuilder requests)
{
    /// <summary>The question for an attempt of a basket.</summary>
    public BasketQuestion Build(BasketOrder basket, BasketPurpose purpose, Instant now)
    {
        Desk desk = firm.FindDesk(basket.Request.Desk)!;
        ImmutableArray<RouteAccount> accounts = Accounts(basket, desk);
        ImmutableArray<LegQuestion>.Builder legs = ImmutableArray.CreateBuilder<LegQuestion>(basket.Legs.Length);
        ParentOrderId next = orders.NextParentId;
        RouteRequest? shared = null;
        foreach (BasketLeg leg in basket.Legs)
        {
            long lots = Wanted(leg, purpose);
            ParentOrder order = Order(leg, purpose, lots, now, ref next);
            RouteRequest request = requests.Build(order, desk, now, accounts);
            shared ??= request;
            legs.Add(new LegQuestion
            {
                Parent = order.Id,
                Attempt = order.Attempts + (lots > 0 ? 1 : 0),
                Product = leg.Product.Id,
                Side = order.Request.Side,
                LotsPerBlock = leg.LotsPerBlock,
                Ratio = leg.Request.Ratio,
                Quantity = new QuantityLots(purpose == BasketPurpose.Open ? 0 : lots),
                FilledPrice = leg.AveragePrice,
                LimitPrice = purpose is BasketPurpose.Open or BasketPurpose.Follow ? leg.Request.LimitPrice : null,
                Books = [.. request.Books.Select(book => Serving(leg, book))],
                Venues = request.Venues,
                Caps = request.Caps,
            });
        }

        return new BasketQuestion
        {
            Basket = basket.Id,
            Purpose = purpose,
            Blocks = purpose == BasketPurpose.Open ? basket.Blocks - basket.Complete : 0,
            MaximumLegging = basket.MaximumLegging,
            NetLimit = basket.Request.NetLimit,
            Legs = legs.MoveToImmutable(),
            Accounts = accounts,
            Prices = shared!.Prices,
            Policy = shared.Policy,
            WorkUnits = firm.WorkUnits,
        };
    }

    /// <summary>Product lots of the leg that the attempt is to trade; zero for a leg that has nothing to do.</summary>
    private static long Wanted(BasketLeg leg, BasketPurpose purpose)
    {
        BasketOrder basket = leg.Basket;
        if (purpose == BasketPurpose.Open)
            return (basket.Blocks - basket.Complete) * leg.LotsPerBlock;

        // What is less than a block is settled where it came from: another leg's instruments may take whole blocks alone.
        bool apart = basket.SettlesOtherWay && basket.Legs.Any(one => one.Net % one.LotsPerBlock != 0);
        bool back = purpose == BasketPurpose.Unwind;
        long level = apart ? (back ? leg.Net / leg.LotsPerBlock : BlocksUp(leg))
            : back ? basket.Complete
            : basket.Legs.Max(BlocksUp);
        long away = leg.Net - (level * leg.LotsPerBlock);
        return Math.Max(0, back ? away : -away);
    }

    /// <summary>Whole blocks that hold all that the leg has.</summary>
    private static long BlocksUp(BasketLeg leg) => (leg.Net + leg.LotsPerBlock - 1) / leg.LotsPerBlock;

    /// <summary>The accounts that a decision about a basket would see now; replay compares them with a journaled slice.</summary>
    public ImmutableArray<RouteAccount> Accounts(BasketOrder basket, Desk desk)
    {
        SortedDictionary<int, RouteAccount> accounts = [];
        foreach (BasketLeg leg in basket.Legs)
        {
            foreach (RouteAccount account in requests.Accounts(leg.Orders[0], desk))
                accounts[account.Subaccount.Id.Value] = account;
        }

        return [.. accounts.Values];
    }

    /// <summary>Makes the order of a leg that a decision names, unless it exists.</summary>
    public ParentOrder Take(BasketLeg leg, LegQuestion asked, long lots, Instant at)
    {
        if (asked.Parent != orders.NextParentId)
            return orders[asked.Parent];
        ParentOrder made = New(leg, asked.Parent, asked.Side, lots, at);
        orders.AddLeg(made);
        leg.Add(made);
        return made;
    }

    /// <summary>The first order of a leg.</summary>
    public static ParentOrder New(BasketLeg leg, ParentOrderId id, Side side, long lots, Instant at)
    {
        BasketRequest basket = leg.Basket.Request;
        decimal? limit = side == leg.Request.Side ? leg.Request.LimitPrice : null;
        ParentRequest request = new(
            basket.Desk, basket.ClientOrderId, leg.Request.Symbol, side, leg.Product.Quantity(new QuantityLots(lots)),
            limit is null ? OrderType.Market : OrderType.Limit, limit, basket.TimeInForce)
        {
            Instructions = Instructions(basket, leg.Request),
            Account = basket.Account,
        };
        return new ParentOrder(id, request, leg.Product, new QuantityLots(lots), at) { Leg = leg };
    }

    private static RouteInstructions Instructions(BasketRequest basket, BasketLegRequest leg)
    {
        RouteInstructions all = basket.Instructions ?? new RouteInstructions();
        return leg.Kinds.IsEmpty ? all : all with { Kinds = leg.Kinds };
    }

    /// <summary>The book as the leg may use it: not at all when the leg asks for another instrument of its product.</summary>
    private RouteBook Serving(BasketLeg leg, RouteBook book)
    {
        Instrument instrument = firm.Reference[book.Instrument];
        string venue = firm.Reference[instrument.Venue].Name;
        return book.Unavailable is not null || leg.Request.Serves(instrument, venue)
            ? book
            : book with { Unavailable = new Refusal(RefusalReason.InstrumentKindExcluded, $"{instrument.Symbol} of {venue}, leg {leg.Request.Reference}") };
    }

    /// <summary>The order that the children of this attempt belong to: one that still wants as much, else one that is about to be made.</summary>
    private static ParentOrder Order(BasketLeg leg, BasketPurpose purpose, long lots, Instant now, ref ParentOrderId next)
    {
        if (lots == 0)
            return leg.Orders[0];
        Side side = purpose == BasketPurpose.Unwind ? leg.Request.Side.Opposite() : leg.Request.Side;
        if (leg.OrderFor(side, lots) is { } known)
            return known;
        ParentOrder made = New(leg, next, side, lots, now);
        next = new ParentOrderId(next.Value + 1);
        return made;
    }
}
