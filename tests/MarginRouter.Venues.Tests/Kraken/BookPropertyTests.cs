using System.Text;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Kraken.Books;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>Random scripts of book messages against <see cref="OracleBook"/>: after every message both hold the same levels.</summary>
public sealed class BookPropertyTests
{
    private const int Scripts = 60;
    private const int Steps = 120;

    [Fact]
    public void V2_RandomScripts_EqualTheOracle()
    {
        for (int seed = 1; seed <= Scripts; seed++)
        {
            SpotV2Decoder decoder = new();
            Run(seed, (oracle, book, changes, first, depth) =>
            {
                string frame = oracle.V2(first ? "snapshot" : "update", "BTC/USD", changes, oracle.Checksum());
                Assert.Equal(KrakenFrameKind.Book, decoder.Decode(Encoding.UTF8.GetBytes(frame)));
                Assert.Equal("BTC/USD", decoder.Book.Symbol);
                return book.ApplySpot(decoder.Book, depth);
            });
        }
    }

    [Fact]
    public void V1_RandomScripts_EqualTheOracle()
    {
        for (int seed = 1; seed <= Scripts; seed++)
        {
            SpotV1Decoder decoder = new();
            Run(seed, (oracle, book, changes, first, depth) =>
            {
                string frame = first ? oracle.V1Snapshot("XBT/USD") : oracle.V1Update("XBT/USD", changes, oracle.Checksum());
                Assert.Equal(KrakenFrameKind.Book, decoder.Decode(Encoding.UTF8.GetBytes(frame)));
                Assert.Equal(depth, decoder.Depth);
                return book.ApplySpot(decoder.Book, decoder.Depth);
            });
        }
    }

    private delegate BookOutcome Step(OracleBook oracle, KrakenBook book, IReadOnlyList<(bool Bid, decimal Price, decimal Quantity)> changes, bool first, int depth);

    private static void Run(int seed, Step step)
    {
        Random random = new(seed);
        int depth = random.Next(2) == 0 ? 10 : 25;
        int priceDecimals = random.Next(0, 10);
        decimal tick = new(1, 0, 0, false, (byte)priceDecimals);
        OracleBook oracle = new(depth, priceDecimals, 8);
        KrakenBook book = new(GridBook.Growing(0));
        long middle = random.NextInt64(2_000, 70_000_000);
        try
        {
            for (int i = 0; i < Steps; i++)
            {
                bool first = i == 0;
                List<(bool Bid, decimal Price, decimal Quantity)> changes = Changes(random, middle, tick, first ? 40 : random.Next(1, 6));
                foreach ((bool bid, decimal price, decimal quantity) in changes)
                    oracle.Set(bid, price, quantity);
                oracle.Cut();
                BookOutcome outcome = step(oracle, book, first ? oracle.All() : changes, first, depth);
                Assert.Equal(BookOutcome.Applied, outcome);
                AssertSame(oracle, book.Grid);
            }
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"seed {seed}, depth {depth}, {priceDecimals} decimals: {fault.Message}", fault);
        }
    }

    private static List<(bool Bid, decimal Price, decimal Quantity)> Changes(Random random, long middle, decimal tick, int count)
    {
        List<(bool, decimal, decimal)> changes = [];
        for (int i = 0; i < count; i++)
        {
            bool bid = random.Next(2) == 0;
            long offset = random.Next(1, 60);
            decimal quantity = random.Next(4) == 0 ? 0 : random.NextInt64(1, 50_000_000_000) / 100_000_000m;
            changes.Add((bid, (bid ? middle - offset : middle + offset) * tick, quantity));
        }

        return changes;
    }

    private static void AssertSame(OracleBook oracle, GridBook actual)
    {
        AssertSame(oracle.Bids, actual, BookSide.Bid);
        AssertSame(oracle.Asks, actual, BookSide.Ask);
    }

    private static void AssertSame(IReadOnlyDictionary<decimal, decimal> expected, GridBook actual, BookSide side)
    {
        Assert.Equal(expected.Count, actual.Book.Count(side));
        int place = 0;
        foreach ((decimal price, decimal quantity) in expected)
        {
            BookLevel level = actual.Book.Level(side, place++);
            Assert.Equal(price, decimal.Parse(actual.Prices.Format(level.Price.Value), System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(quantity, decimal.Parse(actual.Quantities.Format(level.Quantity.Value), System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
