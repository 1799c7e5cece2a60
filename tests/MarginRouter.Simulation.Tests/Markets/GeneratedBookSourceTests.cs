using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.Markets;

public sealed class GeneratedBookSourceTests
{
    public static TheoryData<ulong> Seeds => [1, 2, 3, 77, 20_260_901];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Step_ManyTimes_BookKeepsDepthOrderAndPositiveSizes(ulong seed)
    {
        await using SimulatedExchange venue = Venue(seed, 0);
        for (int i = 0; i < 300; i++)
        {
            venue.Step();
            BookCopy book = venue.Market("BTCUSDT").Copy();
            Assert.True(book.Bids.Length == 200 && book.Asks.Length == 200, $"seed {seed}, step {i}: {book.Bids.Length} bids, {book.Asks.Length} asks");
            Assert.True(book.Bids[0].Price < book.Asks[0].Price, $"seed {seed}, step {i}: crossed");
            Assert.All(book.Bids.Concat(book.Asks), level => Assert.True(level.Quantity.Value > 0, $"seed {seed}, step {i}: empty level"));
        }

        Assert.True(Average(venue.Market("BTCUSDT").Copy().Asks, 100, 200) > Average(venue.Market("BTCUSDT").Copy().Asks, 0, 20), $"seed {seed}: depth does not grow");
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Ticks_AppliedToACopy_GiveTheBookWithTradesAndTakes(ulong seed)
    {
        await using SimulatedExchange venue = Venue(seed, 0);
        RecordingListener listener = new();
        venue.Attach(listener);
        BookCopy start = venue.Market("BTCUSDT").Copy();
        OrderBook mirror = new(new InstrumentId(0));
        foreach (BookLevel level in start.Bids)
            mirror.Set(BookSide.Bid, level.Price, level.Quantity);
        foreach (BookLevel level in start.Asks)
            mirror.Set(BookSide.Ask, level.Price, level.Quantity);
        long last = start.UpdateId;
        for (int i = 0; i < 200; i++)
        {
            if (i % 7 == 0)
                venue.Place(venue.Account("main"), SimulatedWorld.Order($"a{i}", Side.Buy, 3m, 61_000m));
            listener.Ticks.Clear();
            venue.Step();
            foreach (MarketTick tick in listener.Ticks)
            {
                Assert.True(tick.FirstUpdateId == last + 1, $"seed {seed}, step {i}: first {tick.FirstUpdateId} after {last}");
                foreach (LevelChange change in tick.Changes)
                    mirror.Set(change.Side, change.Price, change.Quantity);
                last = tick.LastUpdateId;
            }

            BookCopy book = venue.Market("BTCUSDT").Copy();
            Assert.Equal(book.UpdateId, last);
            Assert.True(book.Bids.AsSpan().SequenceEqual(Levels(mirror, BookSide.Bid)), $"seed {seed}, step {i}: bids differ");
            Assert.True(book.Asks.AsSpan().SequenceEqual(Levels(mirror, BookSide.Ask)), $"seed {seed}, step {i}: asks differ");
        }
    }

    [Fact]
    public async Task Step_SameSeed_SameBookOtherSeedOtherBook()
    {
        await using SimulatedExchange first = Venue(5, 0);
        await using SimulatedExchange second = Venue(5, 0);
        await using SimulatedExchange other = Venue(6, 0);
        for (int i = 0; i < 100; i++)
        {
            first.Step();
            second.Step();
            other.Step();
        }

        Assert.Equal(first.Market("BTCUSDT").Copy().Asks.AsEnumerable(), second.Market("BTCUSDT").Copy().Asks.AsEnumerable());
        Assert.NotEqual(first.Market("BTCUSDT").Copy().Asks.AsEnumerable(), other.Market("BTCUSDT").Copy().Asks.AsEnumerable());
    }

    [Fact]
    public async Task Step_VenuesOnOnePath_StayTogetherUpToTheirOffset()
    {
        await using SimulatedExchange plain = Venue(5, 0);
        await using SimulatedExchange dear = Venue(6, 500);
        decimal start = plain.Market("BTCUSDT").MarkPrice!.Value;
        bool moved = false;
        for (int i = 0; i < 500; i++)
        {
            plain.Step();
            dear.Step();
            decimal ratio = dear.Market("BTCUSDT").MarkPrice!.Value / plain.Market("BTCUSDT").MarkPrice!.Value;
            Assert.InRange(ratio, 1.0004m, 1.0006m);
            moved |= plain.Market("BTCUSDT").MarkPrice != start;
        }

        Assert.True(moved);
    }

    [Fact]
    public async Task Frozen_Market_DoesNotMove()
    {
        await using SimulatedExchange venue = Venue(5, 0);
        venue.Market("BTCUSDT").Frozen = true;
        BookCopy before = venue.Market("BTCUSDT").Copy();
        for (int i = 0; i < 50; i++)
            venue.Step();
        Assert.Equal(before.UpdateId, venue.Market("BTCUSDT").Copy().UpdateId);
        venue.Market("BTCUSDT").Frozen = false;
        venue.Step();
        Assert.True(venue.Market("BTCUSDT").Copy().UpdateId > before.UpdateId);
    }

    private static SimulatedExchange Venue(ulong seed, int offset) => new(new SimulatedExchangeOptions
    {
        Clock = new MarketClock(new ManualTime()),
        Markets =
        [
            new SimulatedMarketOptions(TestInstruments.SpotBitcoin, new GeneratedBookSource(TestInstruments.SpotBitcoin, new GeneratedBookOptions
            {
                Path = new ReferencePricePath(9, 60_000m),
                Seed = seed,
                OffsetPartsPerMillion = offset,
                Depth = 200,
                TopQuantity = 0.5m,
            })),
        ],
        Accounts = [new SimulatedAccountOptions { Name = "main", ApiKey = "k", ApiSecret = "s", Balances = new Dictionary<string, decimal> { ["USDT"] = 100_000_000m } }],
        MarginRule = new SpotBalanceRule(false),
    });

    private static BookLevel[] Levels(OrderBook book, BookSide side)
    {
        BookLevel[] levels = new BookLevel[book.Count(side)];
        book.CopyTop(side, levels);
        return levels;
    }

    private static decimal Average(ImmutableArray<BookLevel> levels, int from, int to) =>
        levels[from..to].Average(level => (decimal)level.Quantity.Value);
}
