using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// The books of a request on one scale: arrival price, worst price, ladders. A book that is the one of the request before, under the same
/// prices, is not read again.
/// </summary>
internal sealed class MarketReading
{
    private readonly Product product;
    private readonly TakerLadder?[] ladders;
    private readonly InstrumentScale[] scales;
    private readonly decimal?[] nears;
    private readonly decimal?[] fars;
    private (Side Side, PriceVector Prices)? read;

    /// <param name="reference">Instruments.</param>
    /// <param name="product">What is traded.</param>
    public MarketReading(ReferenceData reference, Product product)
    {
        this.product = product;
        int slots = product.Instruments.Length;
        ladders = new TakerLadder?[slots];
        scales = new InstrumentScale[slots];
        for (int slot = 0; slot < slots; slot++)
        {
            Instrument instrument = reference[product.Instruments[slot]];
            scales[slot] = new InstrumentScale(instrument, 0m, product.LotsPer(instrument));
        }

        nears = new decimal?[slots];
        fars = new decimal?[slots];
        Ladders = new TakerLadder?[slots];
        Books = new RouteBook?[slots];
        Refusals = new Refusal?[slots];
    }

    /// <summary>Mid of the usable books in the pricing asset; null when they lack a side.</summary>
    public decimal? Arrival { get; private set; }

    /// <summary>Worst price allowed by limit and collar, in the pricing asset; null only without an arrival price.</summary>
    public decimal? WorstPrice { get; private set; }

    /// <summary>By place in the product; null when the book cannot be used.</summary>
    public TakerLadder?[] Ladders { get; }

    /// <summary>By place in the product; null when the request has no book of the instrument.</summary>
    public RouteBook?[] Books { get; }

    /// <summary>By place in the product: why the book cannot be used.</summary>
    public Refusal?[] Refusals { get; }

    /// <summary>True when the lots of all instruments that can be used are of one size.</summary>
    public bool HasEqualLots { get; private set; }

    /// <summary>
    /// Reads the books of a request. True when nothing but levels has changed since the last one: the same books can be used, at the same
    /// conversions and the same funding.
    /// </summary>
    public bool Open(RouteRequest request)
    {
        bool same = read is { } last && last.Side == request.Side && request.Prices.HasSameFigures(last.Prices);
        read = null;
        bool alike = same;
        bool moved = !same;
        for (int slot = 0; slot < Books.Length; slot++)
        {
            RouteBook? before = Books[slot];
            RouteBook? book = Find(request, product.Instruments[slot], slot);
            if (same && ReferenceEquals(before, book))
                continue;
            (Refusal? refusal, decimal? near, decimal? far) = (Refusals[slot], nears[slot], fars[slot]);
            Books[slot] = book;
            Read(request, slot);
            alike &= refusal == Refusals[slot] && before?.FundingPerDay == book?.FundingPerDay && before?.Levels.IsEmpty == book?.Levels.IsEmpty;
            moved |= near != nears[slot] || far != fars[slot];
        }

        if (moved)
            Arrival = FindArrival(request.Side.Sign());
        WorstPrice = FindWorstPrice(request);
        BuildLadders(request.Side);
        if (Arrival is null)
            return false;

        // Only once everything has been read does it serve again.
        read = (request.Side, request.Prices);
        return alike;
    }

    private static RouteBook? Find(RouteRequest request, InstrumentId instrument, int likely)
    {
        if (likely < request.Books.Length && request.Books[likely].Instrument == instrument)
            return request.Books[likely];
        foreach (RouteBook book in request.Books)
        {
            if (book.Instrument == instrument)
                return book;
        }

        return null;
    }

    private void Read(RouteRequest request, int slot)
    {
        Instrument instrument = scales[slot].Instrument;
        RouteBook? book = Books[slot];
        (nears[slot], fars[slot]) = (null, null);
        Refusals[slot] = book is null ? new Refusal(RefusalReason.BookUnavailable, instrument.Symbol) : book.Unavailable;
        if (Refusals[slot] is not null)
            return;
        if (instrument.Quote == product.Pricing)
        {
            scales[slot] = scales[slot] with { PricePerTick = instrument.TickSize };
        }
        else if (request.Prices.TryConvert(instrument.Quote, product.Pricing, out decimal rate, out Refusal? refusal))
        {
            scales[slot] = scales[slot] with { PricePerTick = instrument.TickSize * rate };
        }
        else
        {
            Refusals[slot] = refusal;
            return;
        }

        if (book!.Levels.Length > 0)
            nears[slot] = book.Levels[0].Price.Value * scales[slot].PricePerTick;
        if (book.OppositeBest is { } opposite)
            fars[slot] = opposite.Price.Value * scales[slot].PricePerTick;
    }

    private decimal? FindArrival(int sign)
    {
        decimal? near = null;
        decimal? far = null;
        for (int slot = 0; slot < Books.Length; slot++)
        {
            near = Better(near, nears[slot], sign);
            far = Better(far, fars[slot], -sign);
        }

        return (near + far) / 2;
    }

    private static decimal? Better(decimal? best, decimal? price, int sign) =>
        best is null || sign * (price - best.Value) < 0 ? price ?? best : best;

    private decimal? FindWorstPrice(RouteRequest request)
    {
        if (Arrival is not { } arrival)
            return request.LimitPrice;
        int sign = request.Side.Sign();
        decimal collar = arrival * (1m + (sign * request.Policy.CollarBasisPoints / 10_000m));
        return request.LimitPrice is { } limit && sign * (limit - collar) < 0 ? limit : collar;
    }

    private void BuildLadders(Side side)
    {
        long lot = 0;
        HasEqualLots = true;
        for (int slot = 0; slot < Ladders.Length; slot++)
        {
            if (Refusals[slot] is null && Arrival is null)
                Refusals[slot] = new Refusal(RefusalReason.PriceMissing, $"arrival price of {product.Symbol}");
            Ladders[slot] = Refusals[slot] is null ? ladders[slot] ??= new TakerLadder(scales[slot]) : null;
            Ladders[slot]?.Open(Books[slot]!, side, scales[slot], WorstPrice);
            long own = Ladders[slot]?.ProductLots ?? lot;
            HasEqualLots &= lot == 0 || own == lot;
            lot = own;
        }
    }
}
