using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Core.Tests.MarketData;

public sealed class ConsolidatedBookTests
{
    private static readonly Asset Usd = new("USD");
    private static readonly Asset Usdt = new("USDT");
    private static readonly decimal[] Rates = [1m, 0.9995m, 1.0003m];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void CopyTop_RandomBooks_EqualsSortedUnion(int seed)
    {
        var random = new Random(seed);
        ReferenceData reference = Reference();
        var consolidated = new ConsolidatedBook(reference, reference.Products[0]);
        List<ConsolidatedLevel> all = [];
        for (int i = 0; i < 3; i++)
        {
            BookImage image = RandomImage(random, reference.Instruments[i]);
            consolidated.Attach(image, Rates[i]);
            foreach (BookLevel level in image.Levels(BookSide.Ask))
                all.Add(Scaled(reference, i, level));
        }

        ConsolidatedLevel[] expected = [.. all.OrderBy(level => level.Price)];
        var buffer = new ConsolidatedLevel[expected.Length + 3];
        int count = consolidated.CopyTop(BookSide.Ask, buffer);
        Assert.Equal(expected, buffer[..count]);
        Assert.Equal(expected[0], consolidated.Best(BookSide.Ask));
        Assert.Equal((expected[0].Price + consolidated.Best(BookSide.Bid)!.Value.Price) / 2, consolidated.Mid);
    }

    [Fact]
    public void Best_BookNotLiveOrWithoutRate_IsLeftOut()
    {
        ReferenceData reference = Reference();
        var consolidated = new ConsolidatedBook(reference, reference.Products[0]);
        BookImage[] images = [.. reference.Instruments.Select(instrument => Image(instrument, 1_000, 1_010))];
        for (int i = 0; i < 3; i++)
            consolidated.Attach(images[i], Rates[i]);
        Assert.Equal(new VenueId(1), consolidated.Best(BookSide.Ask)!.Value.Venue);
        images[1].Load(BookState.Gapped, 2, new Instant(2), [], []);
        Assert.Equal(new VenueId(0), consolidated.Best(BookSide.Ask)!.Value.Venue);
        consolidated.Attach(images[0], null);
        Assert.Equal(new VenueId(2), consolidated.Best(BookSide.Ask)!.Value.Venue);
        consolidated.Attach(images[2], null);
        Assert.Null(consolidated.Best(BookSide.Ask));
        Assert.Null(consolidated.Mid);
    }

    [Fact]
    public void Mid_CrossedAcrossVenues_IsStillTheMean()
    {
        ReferenceData reference = Reference();
        var consolidated = new ConsolidatedBook(reference, reference.Products[0]);
        consolidated.Attach(Image(reference.Instruments[0], 1_000, 1_001), 1m);
        consolidated.Attach(Image(reference.Instruments[2], 1_005, 1_006), 1m);
        Assert.Equal(1_003m * reference.Instruments[0].TickSize, consolidated.Mid);
    }

    [Fact]
    public void Attach_ForeignInstrumentOrBadRate_Throws()
    {
        ReferenceData reference = Reference();
        var consolidated = new ConsolidatedBook(reference, reference.Products[0]);
        Assert.Throws<ArgumentException>(() => consolidated.Attach(new BookImage(new InstrumentId(9), 1), 1m));
        Assert.Throws<ArgumentException>(() => consolidated.Attach(new BookImage(new InstrumentId(0), 1), 0m));
    }

    [Fact]
    public void CopyTop_SteadyState_AllocatesNothing()
    {
        ReferenceData reference = Reference();
        var consolidated = new ConsolidatedBook(reference, reference.Products[0]);
        var random = new Random(5);
        for (int i = 0; i < 3; i++)
            consolidated.Attach(RandomImage(random, reference.Instruments[i]), Rates[i]);
        var buffer = new ConsolidatedLevel[40];
        consolidated.CopyTop(BookSide.Bid, buffer);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            consolidated.CopyTop(BookSide.Bid, buffer);
        decimal? mid = consolidated.Mid;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.NotNull(mid);
    }

    private static ConsolidatedLevel Scaled(ReferenceData reference, int index, BookLevel level)
    {
        Instrument instrument = reference.Instruments[index];
        decimal price = instrument.Price(level.Price) * Rates[index];
        return new ConsolidatedLevel(
            instrument.Venue, instrument.Id, price, new QuantityLots((long)(level.Quantity.Value * instrument.BasePerLot / 0.001m)));
    }

    private static BookImage RandomImage(Random random, Instrument instrument)
    {
        var bids = new BookLevel[20];
        var asks = new BookLevel[20];
        long bid = 20_000 + random.Next(50);
        long ask = bid + 1;
        for (int i = 0; i < 20; i++)
        {
            bids[i] = new BookLevel(new PriceTicks(bid -= random.Next(1, 9)), new QuantityLots(random.Next(1, 99)));
            asks[i] = new BookLevel(new PriceTicks(ask += random.Next(1, 9)), new QuantityLots(random.Next(1, 99)));
        }

        var image = new BookImage(instrument.Id, 20);
        image.Load(BookState.Live, 1, new Instant(1), bids, asks);
        return image;
    }

    private static BookImage Image(Instrument instrument, long bid, long ask)
    {
        var image = new BookImage(instrument.Id, 1);
        image.Load(
            BookState.Live,
            1,
            new Instant(1),
            [new BookLevel(new PriceTicks(bid), new QuantityLots(1))],
            [new BookLevel(new PriceTicks(ask), new QuantityLots(1))]);
        return image;
    }

    private static ReferenceData Reference()
    {
        ImmutableArray<Venue> venues = [new Venue(new VenueId(0), "one"), new Venue(new VenueId(1), "two"), new Venue(new VenueId(2), "three")];
        ImmutableArray<Instrument> instruments =
        [
            Spot(0, Usd, 0.001m),
            Spot(1, Usdt, 0.01m),
            Spot(2, Usd, 0.005m),
        ];
        var product = new Product(
            new ProductId(0), "BTC-USD", new Asset("BTC"), Usd, 0.001m, [new InstrumentId(0), new InstrumentId(1), new InstrumentId(2)]);
        return new ReferenceData(venues, instruments, [product]);
    }

    private static Instrument Spot(int id, Asset quote, decimal lot) => new()
    {
        Id = new InstrumentId(id),
        Venue = new VenueId(id),
        Symbol = $"S{id}",
        Kind = InstrumentKind.Spot,
        Base = new Asset("BTC"),
        Quote = quote,
        Settlement = quote,
        TickSize = 0.5m,
        LotSize = lot,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(0.0005m, 0m),
    };
}
