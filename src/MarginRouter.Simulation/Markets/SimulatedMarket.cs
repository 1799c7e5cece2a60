using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Carry;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>
/// The current book of one instrument of a simulated venue. The source moves it, orders take from it, and the changes of both are
/// published together once per tick. Orders that rest stand in it beside the source's sizes. Guarded by the venue's gate: every member may
/// be called from any thread.
/// </summary>
public sealed class SimulatedMarket
{
    private readonly Lock gate;
    private readonly IBookSource source;
    private readonly MarketClock clock;
    private readonly OrderBook book;
    private readonly BookChanges changes = new();
    private readonly PendingTick pending = new();
    private readonly HashSet<long> restated = [];
    private readonly RestingOrders resting = new();
    private readonly List<RestingHit> hits = [];
    private decimal? fixedMark;
    private decimal? lastMiddle;
    private bool frozen;
    private long publishedUpdateId;
    private decimal stepsInSource = 1m;

    internal SimulatedMarket(Instrument instrument, IBookSource source, MarketClock clock, Lock gate, long firstUpdateId)
    {
        Instrument = instrument;
        this.source = source;
        this.clock = clock;
        this.gate = gate;
        book = new OrderBook(instrument.Id);
        UpdateId = firstUpdateId;
        Apply(TimeSpan.Zero);
        pending.DrainLevels();
        pending.DrainTrades();
        publishedUpdateId = UpdateId;
    }

    /// <summary>The instrument as this venue trades it now.</summary>
    public Instrument Instrument { get; private set; }

    /// <summary>The venue's word for why it takes no orders in the instrument; null while it trades.</summary>
    public string? Closed { get; set; }

    /// <summary>Funding that its positions pay; null where there is none.</summary>
    public FundingTerms? Funding { get; init; }

    /// <summary>Implied volatility of an option's mark per year, as a fraction; null where none is stated.</summary>
    public decimal? ImpliedVolatility { get; set; }

    /// <summary>Price of the underlying for the expiry of an option; null where none is stated.</summary>
    public decimal? ForwardPrice { get; set; }

    /// <summary>Number of the last level change; rises by one for each.</summary>
    public long UpdateId { get; private set; }

    /// <summary>While true the source is not asked, so that only orders and <see cref="SetLevel"/> change the book.</summary>
    public bool Frozen
    {
        get { lock (gate) return frozen; }
        set { lock (gate) frozen = value; }
    }

    /// <summary>
    /// The venue's valuation price in the quote asset: the fixed one if set, else the middle of best bid and ask, else, when orders
    /// have emptied a side, the last such middle. Null when the book never had two sides.
    /// </summary>
    public decimal? MarkPrice
    {
        get
        {
            lock (gate)
                return fixedMark ?? MiddlePrice() ?? lastMiddle;
        }
    }

    /// <summary>Fixes the mark price whatever the book does; null returns to the middle of the book.</summary>
    public void FixMarkPrice(decimal? price)
    {
        lock (gate)
            fixedMark = price;
    }

    /// <summary>The book now; at most <paramref name="depth"/> levels a side.</summary>
    public BookCopy Copy(int depth = int.MaxValue)
    {
        lock (gate)
        {
            return new BookCopy(Instrument.Symbol, UpdateId, clock.Now, CopySide(BookSide.Bid, depth), CopySide(BookSide.Ask, depth));
        }
    }

    /// <summary>
    /// Sets one level by hand, for scenarios. Opposite levels that it would cross are removed. Throws
    /// <see cref="ArgumentException"/> when price or quantity is off the grid.
    /// </summary>
    /// <param name="side">Side of the book.</param>
    /// <param name="price">Price in the quote asset.</param>
    /// <param name="quantity">Size in contracts (base units for spot); zero deletes.</param>
    public void SetLevel(BookSide side, decimal price, decimal quantity)
    {
        if (!Instrument.TryPrice(price, out PriceTicks ticks))
            throw new ArgumentException($"{price} is no price of {Instrument.Symbol}", nameof(price));
        if (!Instrument.TryQuantity(quantity, out QuantityLots lots))
            throw new ArgumentException($"{quantity} is no size of {Instrument.Symbol}", nameof(quantity));
        lock (gate)
        {
            Set(side, ticks, lots);
            TellHits();
        }
    }

    /// <summary>
    /// Changes price step, minimums or fees while the venue runs. What stands in the book stays at its prices. Throws
    /// <see cref="ArgumentException"/> when one of them is no price in the new step, when an order of an account rests there, or when anything
    /// else changes: accounts count in the lot and the multiplier.
    /// </summary>
    public void Change(Instrument changed)
    {
        lock (gate)
        {
            Instrument same = Instrument with
            {
                TickSize = changed.TickSize,
                MinimumQuantity = changed.MinimumQuantity,
                MinimumNotional = changed.MinimumNotional,
                Fees = changed.Fees,
            };
            if (same != changed || (changed.TickSize != Instrument.TickSize && resting.Prices(BookSide.Bid).Count + resting.Prices(BookSide.Ask).Count > 0))
                throw new ArgumentException($"{Instrument.Symbol} cannot change like this now", nameof(changed));
            Restep(changed);
            stepsInSource *= changed.TickSize / Instrument.TickSize;
            Instrument = changed;
        }
    }

    /// <summary>Told of fills of resting orders by other participants, when the change that brought them is complete.</summary>
    internal Action<RestingHit>? Hit { get; set; }

    /// <summary>Lets the source move the book up to a point in time.</summary>
    internal void Advance(TimeSpan elapsed)
    {
        if (!frozen)
            Apply(elapsed);
    }

    /// <summary>True when an order would trade at once.</summary>
    internal bool Reaches(BookTaker taker) => book.Count(taker.Opposite) > 0 && taker.Reaches(book.Level(taker.Opposite, 0).Price);

    /// <summary>What an order could take now.</summary>
    internal QuantityLots Within(BookTaker taker)
    {
        QuantityLots total = QuantityLots.Zero;
        for (int depth = 0; depth < book.Count(taker.Opposite) && taker.Reaches(book.Level(taker.Opposite, depth).Price); depth++)
            total += book.Level(taker.Opposite, depth).Quantity;
        return total;
    }

    /// <summary>Takes what an order may have, best price first, at one price in the order of time.</summary>
    internal BookTaking Take(BookTaker taker, QuantityLots wanted)
    {
        BookTaking taking = new(wanted);
        BookSide side = taker.Opposite;
        while (!taking.IsOver && Reaches(taker))
        {
            BookLevel best = book.Level(side, 0);
            QuantityLots others = best.Quantity - resting.SizeAt(side, best.Price);
            others -= resting.Take(taker, best.Price, others, taking);
            SetOne(side, best.Price, others + resting.SizeAt(side, best.Price));
        }

        foreach (BookTake take in taking.Takes)
            pending.Trade(new PublicTrade(taker.Side, take.Price, take.Quantity));
        return taking;
    }

    /// <summary>Puts an order into the book, behind what stands at its price.</summary>
    internal void Rest(RestingOrder order)
    {
        QuantityLots others = Shown(order.Side, order.Price) - resting.SizeAt(order.Side, order.Price);
        order.Ahead = others;
        resting.Add(order);
        SetOne(order.Side, order.Price, others + resting.SizeAt(order.Side, order.Price));
    }

    /// <summary>Takes an order out of the book, if it is there.</summary>
    internal void Withdraw(long orderId) => Shrink(orderId, QuantityLots.Zero);

    /// <summary>Makes an order in the book smaller, which keeps its place; zero takes it out.</summary>
    internal void Shrink(long orderId, QuantityLots remaining)
    {
        if (resting.Find(orderId) is not { } order)
            return;
        QuantityLots shown = Shown(order.Side, order.Price) - (order.Remaining - remaining);
        order.Remaining = remaining;
        if (remaining.IsZero)
            resting.Remove(order);
        SetOne(order.Side, order.Price, shown);
    }

    /// <summary>Everything since the last call as one tick, or null when nothing happened.</summary>
    internal MarketTick? Drain()
    {
        if (pending.IsEmpty)
            return null;
        MarketTick tick = new(
            this,
            publishedUpdateId + 1,
            UpdateId,
            publishedUpdateId,
            pending.DrainLevels(),
            pending.DrainTrades(),
            clock.Now);
        publishedUpdateId = UpdateId;
        return tick;
    }

    private void Restep(Instrument changed)
    {
        foreach (BookSide side in new[] { BookSide.Bid, BookSide.Ask })
        {
            List<(PriceTicks Price, QuantityLots Quantity)> levels = [];
            while (book.Count(side) > 0)
            {
                BookLevel best = book.Level(side, 0);
                if (!changed.TryPrice(Instrument.Price(best.Price), out PriceTicks price))
                    throw new ArgumentException($"{Instrument.Price(best.Price)} is no price in steps of {changed.TickSize}", nameof(changed));
                levels.Add((price, best.Quantity));
                book.Set(side, best.Price, QuantityLots.Zero);
            }

            foreach ((PriceTicks price, QuantityLots quantity) in levels)
                book.Set(side, price, quantity);
        }

        pending.DrainLevels();
        publishedUpdateId = UpdateId;
    }

    /// <summary>A price of the source, which goes on in the step that it was made with.</summary>
    private PriceTicks Stepped(PriceTicks price) => stepsInSource == 1m ? price : new((long)(price.Value / stepsInSource));

    private void Apply(TimeSpan elapsed)
    {
        changes.Clear();
        source.Advance(elapsed, changes);
        foreach (PublicTrade trade in changes.Trades)
            Print(trade with { Price = Stepped(trade.Price) });
        foreach (LevelChange level in changes.Levels)
            Set(level.Side, Stepped(level.Price), level.Quantity);
        if (changes.IsWholeBook)
        {
            RemoveUnstated(BookSide.Bid);
            RemoveUnstated(BookSide.Ask);
        }

        if (!book.Commit(UpdateId, clock.Now))
            throw new InvalidOperationException($"{Instrument.Symbol}: the simulated book is crossed");
        TellHits();
    }

    /// <summary>A trade of others: orders at better prices would have been met first, at its price those whose turn it is.</summary>
    private void Print(PublicTrade trade)
    {
        pending.Trade(trade);
        BookTaker taker = new("", trade.TakerSide, trade.Price, SelfMatchPrevention.Allow);
        BookSide side = taker.Opposite;
        QuantityLots left = trade.Quantity;
        foreach (PriceTicks price in resting.Prices(side))
        {
            if (left.IsZero || !taker.Reaches(price))
                return;
            QuantityLots others = Shown(side, price) - resting.SizeAt(side, price);
            left = price == trade.Price ? resting.HitAt(side, price, left, hits) : resting.HitThrough(side, price, left, hits);
            SetOne(side, price, others + resting.SizeAt(side, price));
        }
    }

    private void TellHits()
    {
        while (hits.Count > 0)
        {
            RestingHit first = hits[0];
            hits.RemoveAt(0);
            Hit?.Invoke(first);
        }
    }

    private void RemoveUnstated(BookSide side)
    {
        restated.Clear();
        foreach (LevelChange level in changes.Levels)
        {
            if (level.Side == side)
                restated.Add(Stepped(level.Price).Value);
        }

        for (int depth = book.Count(side) - 1; depth >= 0; depth--)
        {
            PriceTicks price = book.Level(side, depth).Price;
            if (!restated.Contains(price.Value))
                SetOthers(side, price, QuantityLots.Zero);
        }
    }

    /// <summary>Others show a size at a price now. Opposite levels of others that it crosses disappear, resting orders there trade with it.</summary>
    private void Set(BookSide side, PriceTicks price, QuantityLots quantity)
    {
        BookSide opposite = side == BookSide.Bid ? BookSide.Ask : BookSide.Bid;
        while (!quantity.IsZero && book.Count(opposite) > 0 && Crosses(side, price, book.Level(opposite, 0).Price))
        {
            PriceTicks met = book.Level(opposite, 0).Price;
            QuantityLots before = quantity;
            quantity = resting.HitThrough(opposite, met, quantity, hits);
            if (before > quantity)
                pending.Trade(new PublicTrade(side == BookSide.Bid ? Side.Buy : Side.Sell, met, before - quantity));
            SetOthers(opposite, met, QuantityLots.Zero);
        }

        SetOthers(side, price, quantity);
    }

    private void SetOthers(BookSide side, PriceTicks price, QuantityLots others)
    {
        resting.Cap(side, price, others);
        SetOne(side, price, others + resting.SizeAt(side, price));
    }

    private QuantityLots Shown(BookSide side, PriceTicks price)
    {
        for (int depth = 0; depth < book.Count(side); depth++)
        {
            if (book.Level(side, depth) is var level && level.Price == price)
                return level.Quantity;
        }

        return QuantityLots.Zero;
    }

    private void SetOne(BookSide side, PriceTicks price, QuantityLots quantity)
    {
        lastMiddle = MiddlePrice() ?? lastMiddle;
        book.Set(side, price, quantity);
        pending.Set(side, price, quantity);
        UpdateId++;
    }

    private static bool Crosses(BookSide side, PriceTicks price, PriceTicks oppositeBest) =>
        side == BookSide.Bid ? price >= oppositeBest : price <= oppositeBest;

    private decimal? MiddlePrice()
    {
        if (book.Count(BookSide.Bid) == 0 || book.Count(BookSide.Ask) == 0)
            return null;
        return (Instrument.Price(book.Level(BookSide.Bid, 0).Price) + Instrument.Price(book.Level(BookSide.Ask, 0).Price)) / 2;
    }

    private ImmutableArray<BookLevel> CopySide(BookSide side, int depth)
    {
        BookLevel[] levels = new BookLevel[Math.Min(depth, book.Count(side))];
        book.CopyTop(side, levels);
        return [.. levels];
    }
}
