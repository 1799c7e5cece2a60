using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// The books of a request on one scale: arrival price, worst price, ladders. A book that is the one of the request before, under the same
/// prices, is not read again.
/// </summary>
internal sealed class MarketReading
{
    private readonly Product product;
    private readonly ReferenceData reference;
    private readonly TakerLadder?[] ladders;
    private readonly InstrumentScale[] scales;
    private readonly decimal?[] nears;
    private readonly decimal?[] fars;
    private (Side Side, PriceVector Prices)? read;

    /// <param name="reference">Instruments.</param>
    /// <param name="product">What is traded.</param>
    /// <param name="quotes">Number of firm quotes of the request; they stand behind the product's instruments.</param>
    public MarketReading(ReferenceData reference, Product product, int quotes)
    {
        this.product = product;
        this.reference = reference;
        int slots = product.Instruments.Length + quotes;
        ladders = new TakerLadder?[slots];
        scales = new InstrumentScale[slots];
        for (int slot = 0; slot < product.Instruments.Length; slot++)
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
        for (int slot = 0; slot < product.Instruments.Length; slot++)
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

        for (int i = 0; i < request.Quotes.Length; i++)
            ReadQuote(request, i);
        if (moved)
            Arrival = FindArrival(request.Side.Sign());
        WorstPrice = FindWorstPrice(request);
        BuildLadders(request.Side);
        for (int i = 0; i < request.Quotes.Length; i++)
        {
            if (Ladders[product.Instruments.Length + i] is { } ladder)
                ladder.Quote = request.Quotes[i].Quote;
        }

        if (Arrival is null || !request.Quotes.IsEmpty)
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
        if (Refusals[slot] is not null || !TryScale(request, slot))
            return;
        if (book!.Levels.Length > 0)
            nears[slot] = book.Levels[0].Price.Value * scales[slot].PricePerTick;
        if (book.OppositeBest is { } opposite)
            fars[slot] = opposite.Price.Value * scales[slot].PricePerTick;
    }

    /// <summary>A firm quote is a book of one level that says nothing about where the market is: the arrival price does not rest on it.</summary>
    private void ReadQuote(RouteRequest request, int place)
    {
        int slot = product.Instruments.Length + place;
        (FirmQuote quote, Refusal? unavailable) = request.Quotes[place];
        Instrument instrument = reference[quote.Instrument];
        if (quote.FeeIncluded)
            instrument = instrument with { Fees = instrument.Fees with { TakerRate = 0m, Ticket = 0m } };
        long lots = product.LotsPer(instrument);
        scales[slot] = new InstrumentScale(instrument, 0m, lots);
        decimal funding = Find(request, quote.Instrument, product.Instruments.IndexOf(quote.Instrument))?.FundingPerDay ?? 0m;
        Books[slot] = new RouteBook(quote.Instrument, 0, default, [new BookLevel(quote.Price, quote.Quantity)], null, unavailable) { FundingPerDay = funding };
        Refusals[slot] = unavailable;
        if (unavailable is null && quote.MinimumQuantity.Value > request.Quantity.Value / lots)
        {
            Refusals[slot] = new Refusal(
                RefusalReason.MinimumQuantity, QuoteName(quote), instrument.Quantity(quote.MinimumQuantity), product.Quantity(request.Quantity));
        }

        if (Refusals[slot] is null)
            TryScale(request, slot);
    }

    /// <summary>How refusals call a quote.</summary>
    public static string QuoteName(FirmQuote quote) => $"quote {quote.QuoteId} of {quote.Maker}";

    /// <summary>Finds what a tick is worth; false, and the book cannot be used, without a conversion.</summary>
    private bool TryScale(RouteRequest request, int slot)
    {
        Instrument instrument = scales[slot].Instrument;
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
            return false;
        }

        return true;
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
