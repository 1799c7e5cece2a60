using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Carry;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>What the engine knows of the markets: the newest image of each book, marks, and which venues can be reached.</summary>
internal sealed class MarketState
{
    private const decimal MillisecondsPerDay = 86_400_000m;

    private readonly Firm firm;
    private readonly BookImage[] books;
    private readonly ValuationPrice?[] marks;
    private readonly SortedDictionary<int, OptionQuote> options = [];
    private readonly SortedDictionary<int, InsuranceFundReceived> funds = [];
    private readonly SortedDictionary<int, FundingTerms> funding = [];
    private readonly bool[] connected;
    private readonly ValuationWatch valuation;
    private readonly long[] versions;
    private readonly ValuationPrice?[] current;
    private readonly Refusal?[] refused;
    private PriceVector? last;

    // Until then no mark gets too old; null while a mark has come since, or rests on more than the venue's statement.
    private Instant? steadyUntil;

    public MarketState(Firm firm, ValuationWatch valuation)
    {
        this.firm = firm;
        this.valuation = valuation;
        books = new BookImage[firm.Reference.Instruments.Length];
        for (int i = 0; i < books.Length; i++)
            books[i] = new BookImage(new InstrumentId(i), firm.BookDepth);
        versions = new long[books.Length];
        marks = new ValuationPrice?[books.Length];
        current = new ValuationPrice?[books.Length];
        refused = new Refusal?[books.Length];
        connected = new bool[firm.Reference.Venues.Length];
    }

    public BookImage Book(InstrumentId instrument) => books[instrument.Value];

    /// <summary>Drops a book whose prices are counted in a step that no longer holds.</summary>
    public void Forget(InstrumentId instrument)
    {
        books[instrument.Value].Load(BookState.Stale, 0, default, [], []);
        versions[instrument.Value]++;
        steadyUntil = null;
    }

    public bool IsConnected(VenueId venue) => connected[venue.Value];

    /// <summary>Counts the changes of a book: while it stays, so does the book.</summary>
    public long Version(InstrumentId instrument) => versions[instrument.Value];

    public void Apply(BookChanged change)
    {
        books[change.Image.Instrument.Value].CopyFrom(change.Image);
        versions[change.Image.Instrument.Value]++;
        if (!firm.Reference[change.Image.Instrument].IsDerivative)
            steadyUntil = null;
    }

    /// <summary>Keeps a mark. A venue that states none (zero or less) leaves the instrument without one, and that refuses.</summary>
    public void Apply(MarkPriceReceived mark, Instant at)
    {
        steadyUntil = null;
        marks[mark.Instrument.Value] = mark.Price > 0 ? new ValuationPrice(mark.Price, at, PriceSource.VenueMark) : null;
        valuation.Observe(mark, at);
        if (mark.FundingRate is { } rate && mark.NextFunding is { } next && firm.Reference[mark.Instrument].FundingHours is { } hours)
            funding[mark.Instrument.Value] = new FundingTerms(firm.Reference[mark.Instrument].Symbol, rate, null, next, hours);
        if (mark.ImpliedVolatility is > 0m and { } volatility)
            options[mark.Instrument.Value] = new OptionQuote(volatility, mark.ForwardPrice is > 0m ? mark.ForwardPrice : null, at);
        else if (mark.ImpliedVolatility is not null)
            options.Remove(mark.Instrument.Value);
    }

    /// <summary>Keeps the state of a venue's insurance fund.</summary>
    public void Apply(InsuranceFundReceived fund) => funds[fund.Venue.Value] = fund;

    /// <summary>What a venue has last published of its insurance fund, however old; null when it has not.</summary>
    public InsuranceFundReceived? Fund(VenueId venue) => funds.GetValueOrDefault(venue.Value);

    /// <summary>
    /// Funding per day of a long position over a holding time, as a fraction of its value: the payments that fall into it at the published
    /// rate where the venue states rate and time and the instrument its interval, else what the firm expects.
    /// </summary>
    public decimal FundingPerDay(Instrument instrument, Instant now, long holdingMilliseconds)
    {
        if (holdingMilliseconds <= 0 || !funding.TryGetValue(instrument.Id.Value, out FundingTerms? terms))
            return instrument.FundingPerDay;
        FundingForecast? forecast = FundingForecast.Of([(instrument.Symbol, 1m)], [terms], (now, now.PlusMilliseconds(holdingMilliseconds)), out _);
        return forecast is null ? instrument.FundingPerDay : forecast.Expected * MillisecondsPerDay / holdingMilliseconds;
    }

    public void Apply(VenueConnectionChanged change) => connected[change.Venue.Value] = change.Connected;

    /// <summary>Why a book may not be used now, or null.</summary>
    public Refusal? BookRefusal(Instrument instrument, Instant now)
    {
        BookImage book = books[instrument.Id.Value];
        if (book.State != BookState.Live)
            return new Refusal(RefusalReason.BookUnavailable, $"book of {instrument.Symbol} is {book.State}");
        long age = now.NanosecondsSince(book.ReceivedAt) / Instant.NanosecondsPerMillisecond;
        return age > firm.Ages.BookMilliseconds
            ? new Refusal(RefusalReason.BookStale, $"book of {instrument.Symbol}, age in ms", age, null, firm.Ages.BookMilliseconds)
            : null;
    }

    /// <summary>Makes the valuation prices of this moment.</summary>
    public void Valuate(Instant now)
    {
        foreach (InstrumentId instrument in valuation.Books)
            valuation.Observe(instrument, Mid(firm.Reference[instrument]));
        valuation.Evaluate(now);
    }

    /// <summary>All prices that are fresh enough now; the others are missing for a stated reason.</summary>
    public PriceVector Prices(Instant now)
    {
        Valuate(now);
        bool steady = now <= steadyUntil;
        if (!steady)
            ReadMarks(now);
        (ImmutableSortedDictionary<string, ValuationPrice> assets, ImmutableSortedDictionary<string, string> reasons) = valuation.Values();
        if (last is null || !(steady ? last.HasValues(assets, reasons) : last.IsOf(current, refused, assets, reasons)))
            last = new PriceVector([.. current], [.. refused], assets) { MissingAssets = reasons };
        return last with { AsOf = now, Options = Quotes(now, out ImmutableSortedDictionary<int, Refusal> stale), OptionRefusals = stale };
    }

    private void ReadMarks(Instant now)
    {
        bool steady = true;
        Instant until = new(long.MaxValue);
        foreach (Instrument instrument in firm.Reference.Instruments)
        {
            ValuationPrice? price = MarkNow(instrument, now, out Refusal? refusal);
            (current[instrument.Id.Value], refused[instrument.Id.Value]) = (price, refusal);
            ValuationPrice? mark = marks[instrument.Id.Value];
            steady &= price == mark && (price is not null || instrument.IsDerivative);
            Instant old = mark?.AsOf.PlusMilliseconds(firm.Ages.MarkMilliseconds) ?? until;
            until = old < until ? old : until;
        }

        steadyUntil = steady ? until : null;
    }

    /// <summary>The venue's own mark of a derivative in the numeraire; null where it is stale or its quote asset has no price.</summary>
    public decimal? FreshMark(Instrument instrument, Instant now)
    {
        if (marks[instrument.Id.Value] is not { } mark || now.NanosecondsSince(mark.AsOf) / Instant.NanosecondsPerMillisecond > firm.Ages.MarkMilliseconds)
            return null;
        return mark.Value * valuation.Worth(instrument.Quote);
    }

    private ImmutableSortedDictionary<int, OptionQuote> Quotes(Instant now, out ImmutableSortedDictionary<int, Refusal> stale)
    {
        stale = ImmutableSortedDictionary<int, Refusal>.Empty;
        if (options.Count == 0)
            return ImmutableSortedDictionary<int, OptionQuote>.Empty;
        ImmutableSortedDictionary<int, OptionQuote>.Builder quotes = ImmutableSortedDictionary.CreateBuilder<int, OptionQuote>();
        ImmutableSortedDictionary<int, Refusal>.Builder refusals = ImmutableSortedDictionary.CreateBuilder<int, Refusal>();
        long limit = firm.Ages.VolatilityMilliseconds;
        foreach ((int id, OptionQuote quote) in options)
        {
            long age = now.NanosecondsSince(quote.AsOf) / Instant.NanosecondsPerMillisecond;
            if (age <= limit)
                quotes[id] = quote;
            else
                refusals[id] = new Refusal(RefusalReason.PriceStale, $"implied volatility of {firm.Reference.Instruments[id].Symbol}, age in ms", age, null, limit);
        }

        stale = refusals.ToImmutable();
        return quotes.ToImmutable();
    }

    private ValuationPrice? MarkNow(Instrument instrument, Instant now, out Refusal? refusal)
    {
        refusal = null;
        ValuationPrice? mark = marks[instrument.Id.Value];
        if (mark is ValuationPrice known)
        {
            long age = now.NanosecondsSince(known.AsOf) / Instant.NanosecondsPerMillisecond;
            if (age <= firm.Ages.MarkMilliseconds)
                return known;
            refusal = new Refusal(RefusalReason.PriceStale, $"mark of {instrument.Symbol}, age in ms", age, null, firm.Ages.MarkMilliseconds);
        }

        // A spot pair has no liquidation mark of its own at most venues: its own live book is the ordered fall-back, then its rule.
        // A derivative has one, and its margin is not judged by any other price.
        if (instrument.IsDerivative)
            return null;
        ValuationPrice? other = BookRefusal(instrument, now) is null ? Mid(instrument) : null;
        other ??= valuation.Price(instrument.Id);
        if (other is not null)
            refusal = null;
        return other;
    }

    private ValuationPrice? Mid(Instrument instrument)
    {
        BookImage book = books[instrument.Id.Value];
        if (book.State != BookState.Live)
            return null;
        ReadOnlySpan<BookLevel> bids = book.Levels(BookSide.Bid);
        ReadOnlySpan<BookLevel> asks = book.Levels(BookSide.Ask);
        if (bids.IsEmpty || asks.IsEmpty)
            return null;
        decimal mid = (instrument.Price(bids[0].Price) + instrument.Price(asks[0].Price)) / 2m;
        return new ValuationPrice(mid, book.ReceivedAt, PriceSource.OwnBook);
    }
}
