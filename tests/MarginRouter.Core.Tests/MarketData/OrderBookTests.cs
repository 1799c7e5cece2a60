using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Core.Tests.MarketData;

public sealed class OrderBookTests
{
    private static readonly InstrumentId Instrument = new(3);

    [Theory]
    [InlineData(1, 40, 3)]
    [InlineData(2, 400, 64)]
    [InlineData(3, 5_000, 1024)]
    public void AnyOperation_RandomSequence_MatchesSortedDictionary(int seed, int priceRange, int capacity)
    {
        var random = new Random(seed);
        var book = new OrderBook(Instrument, capacity);
        var naive = new NaiveBook();
        long sequence = 0;
        for (int step = 0; step < 4_000; step++)
        {
            Apply(random, book, naive, priceRange);
            bool accepted = book.Commit(++sequence, new Instant(sequence * 10));
            string context = $"seed {seed} step {step}";
            Assert.True(accepted == !naive.IsCrossed, context);
            Assert.True(book.State == (naive.IsCrossed ? BookState.Crossed : BookState.Live), context);
            AssertSame(naive, book, context);
        }
    }

    private static void Apply(Random random, OrderBook book, NaiveBook naive, int priceRange)
    {
        switch (random.Next(40))
        {
            case 0:
                book.BeginSnapshot();
                naive.Clear();
                break;
            case 1:
                int depth = random.Next(1, 30);
                Assert.Equal(naive.Trim(depth), book.Trim(depth));
                break;
            case 2:
                long factor = random.Next(1, 3);
                if (naive.Levels(BookSide.Ask).Keys.LastOrDefault() > 1_000_000_000 || naive.Levels(BookSide.Bid).Values.Any(size => size > 1_000_000_000))
                    factor = 1;
                book.Rescale(factor, factor);
                naive.Rescale(factor, factor);
                break;
            default:
                int changes = random.Next(1, 6);
                for (int i = 0; i < changes; i++)
                {
                    BookSide side = random.Next(2) == 0 ? BookSide.Bid : BookSide.Ask;
                    long price = random.Next(1, priceRange) + (side == BookSide.Ask ? priceRange - 1 : 0);
                    long quantity = random.Next(3) == 0 ? 0 : random.Next(1, 1_000);
                    book.Set(side, new PriceTicks(price), new QuantityLots(quantity));
                    naive.Set(side, price, quantity);
                }

                break;
        }
    }

    private static void AssertSame(NaiveBook naive, OrderBook book, string context)
    {
        var buffer = new BookLevel[16];
        foreach (BookSide side in new[] { BookSide.Bid, BookSide.Ask })
        {
            SortedDictionary<long, long> expected = naive.Levels(side);
            Assert.True(expected.Count == book.Count(side), context);
            int depth = 0;
            foreach ((long price, long quantity) in expected)
            {
                BookLevel level = book.Level(side, depth++);
                Assert.True(level.Price.Value == price && level.Quantity.Value == quantity, $"{context} {side} {depth}");
            }

            int copied = book.CopyTop(side, buffer);
            Assert.Equal(Math.Min(buffer.Length, expected.Count), copied);
            for (int i = 0; i < copied; i++)
                Assert.Equal(book.Level(side, i), buffer[i]);
        }
    }

    [Fact]
    public void Update_SteadyState_AllocatesNothing()
    {
        var random = new Random(11);
        var book = new OrderBook(Instrument, 512);
        var image = new BookImage(Instrument, 50);
        for (int i = 0; i < 200; i++)
        {
            book.Set(BookSide.Bid, new PriceTicks(1_000 - i), new QuantityLots(5));
            book.Set(BookSide.Ask, new PriceTicks(1_001 + i), new QuantityLots(5));
        }

        (int Offset, int Size)[] changes = [.. Enumerable.Range(0, 10_000).Select(_ => (random.Next(400), random.Next(4)))];
        Run(book, image, changes, 100);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(book, image, changes, changes.Length);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(BookState.Live, image.State);
    }

    private static void Run(OrderBook book, BookImage image, (int Offset, int Size)[] changes, int count)
    {
        for (int i = 0; i < count; i++)
        {
            (int offset, int size) = changes[i];
            book.Set(BookSide.Bid, new PriceTicks(1_000 - offset), new QuantityLots(size));
            book.Set(BookSide.Ask, new PriceTicks(1_001 + offset), new QuantityLots(size));
            book.Commit(i, new Instant(i));
            image.Fill(book, new Instant(i));
        }
    }

    [Fact]
    public void Commit_BidMeetsAsk_IsCrossedUntilRepaired()
    {
        OrderBook book = Book((100, 5), (101, 5));
        book.Set(BookSide.Bid, new PriceTicks(101), new QuantityLots(1));
        Assert.False(book.Commit(2, new Instant(2)));
        Assert.Equal(BookState.Crossed, book.State);
        book.Set(BookSide.Bid, new PriceTicks(101), QuantityLots.Zero);
        Assert.True(book.Commit(3, new Instant(3)));
        Assert.Equal(BookState.Live, book.State);
        Assert.Equal(3, book.Sequence);
    }

    [Fact]
    public void Drop_LiveBook_ForgetsLevelsAndKeepsReason()
    {
        OrderBook book = Book((100, 5), (101, 5));
        book.Drop(BookState.Gapped);
        Assert.Equal(BookState.Gapped, book.State);
        Assert.Equal(0, book.Count(BookSide.Bid));
        Assert.Throws<ArgumentException>(() => book.Drop(BookState.Live));
        Assert.Throws<ArgumentOutOfRangeException>(() => book.Level(BookSide.Bid, 0));
    }

    [Fact]
    public void MarkStale_OnlyLiveBook_KeepsLevelsAndRevives()
    {
        OrderBook book = Book((100, 5), (101, 5));
        book.MarkStale();
        Assert.Equal(BookState.Stale, book.State);
        Assert.Equal(1, book.Count(BookSide.Bid));
        Assert.True(book.Commit(9, new Instant(9)));
        Assert.Equal(BookState.Live, book.State);
        book.Drop(BookState.Empty);
        book.MarkStale();
        Assert.Equal(BookState.Empty, book.State);
    }

    [Fact]
    public void Rescale_FactorBelowOne_Throws()
    {
        OrderBook book = Book((100, 5), (101, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => book.Rescale(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => book.Rescale(1, 0));
    }

    private static OrderBook Book((long Price, long Size) bid, (long Price, long Size) ask)
    {
        var book = new OrderBook(Instrument, 4);
        book.BeginSnapshot();
        book.Set(BookSide.Bid, new PriceTicks(bid.Price), new QuantityLots(bid.Size));
        book.Set(BookSide.Ask, new PriceTicks(ask.Price), new QuantityLots(ask.Size));
        Assert.True(book.Commit(1, new Instant(1)));
        return book;
    }
}
