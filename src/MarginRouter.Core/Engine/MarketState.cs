using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>What the engine knows of the markets: the newest image of each book, marks, and which venues can be reached.</summary>
internal sealed class MarketState
{
    private readonly Firm firm;
    private readonly BookImage[] books;
    private readonly ValuationPrice?[] marks;
    private readonly bool[] connected;

    public MarketState(Firm firm)
    {
        this.firm = firm;
        books = new BookImage[firm.Reference.Instruments.Length];
        for (int i = 0; i < books.Length; i++)
            books[i] = new BookImage(new InstrumentId(i), firm.BookDepth);
        marks = new ValuationPrice?[books.Length];
        connected = new bool[firm.Reference.Venues.Length];
    }

    public BookImage Book(InstrumentId instrument) => books[instrument.Value];

    public bool IsConnected(VenueId venue) => connected[venue.Value];

    public void Apply(BookChanged change) => books[change.Image.Instrument.Value].CopyFrom(change.Image);

    /// <summary>Keeps a mark. A venue that states none (zero or less) leaves the instrument without one, and that refuses.</summary>
    public void Apply(MarkPriceReceived mark, Instant at) =>
        marks[mark.Instrument.Value] = mark.Price > 0 ? new ValuationPrice(mark.Price, at, PriceSource.VenueMark) : null;

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

    /// <summary>All prices that are fresh enough now; the others are missing for a stated reason.</summary>
    public PriceVector Prices(Instant now)
    {
        ImmutableArray<ValuationPrice?>.Builder values = ImmutableArray.CreateBuilder<ValuationPrice?>(marks.Length);
        ImmutableArray<Refusal?>.Builder refusals = ImmutableArray.CreateBuilder<Refusal?>(marks.Length);
        foreach (Instrument instrument in firm.Reference.Instruments)
        {
            ValuationPrice? price = MarkNow(instrument, now, out Refusal? refusal);
            values.Add(price);
            refusals.Add(refusal);
        }

        ImmutableSortedDictionary<string, ValuationPrice>.Builder assets =
            ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        foreach (AssetPriceRule rule in firm.AssetPrices)
        {
            if (rule.FixedValue is decimal value)
                assets[rule.Asset.Code] = new ValuationPrice(value, now, PriceSource.Configured);
            else if (FirstLive(rule, assets, now) is ValuationPrice price)
                assets[rule.Asset.Code] = price;
        }

        return new PriceVector(values.MoveToImmutable(), refusals.MoveToImmutable(), assets.ToImmutable());
    }

    private ValuationPrice? FirstLive(AssetPriceRule rule, ImmutableSortedDictionary<string, ValuationPrice>.Builder known, Instant now)
    {
        foreach (InstrumentId id in rule.Instruments)
        {
            Instrument instrument = firm.Reference[id];
            if (known.TryGetValue(instrument.Quote.Code, out ValuationPrice quote) && Mid(instrument, now) is ValuationPrice mid)
                return mid with { Value = mid.Value * quote.Value };
        }

        return null;
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

        // A spot pair has no liquidation mark of its own at most venues: its own live book is the ordered fall-back. A derivative has one.
        if (instrument.IsDerivative || Mid(instrument, now) is not ValuationPrice mid)
            return null;
        refusal = null;
        return mid;
    }

    private ValuationPrice? Mid(Instrument instrument, Instant now)
    {
        if (BookRefusal(instrument, now) is not null)
            return null;
        BookImage book = books[instrument.Id.Value];
        ReadOnlySpan<BookLevel> bids = book.Levels(BookSide.Bid);
        ReadOnlySpan<BookLevel> asks = book.Levels(BookSide.Ask);
        if (bids.IsEmpty || asks.IsEmpty)
            return null;
        decimal mid = (instrument.Price(bids[0].Price) + instrument.Price(asks[0].Price)) / 2m;
        return new ValuationPrice(mid, book.ReceivedAt, PriceSource.OwnBook);
    }
}
