using System.Globalization;
using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Amm;
using MarginRouter.Venues.Amm.Pools;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>The ladder that the router sees against the pool's own exact quotes.</summary>
public sealed class PoolLadderTests
{
    private const int Seed = 411;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Levels_OfRandomPools_NeverPromiseMoreThanThePoolAndMeetItAtTheirEnds(bool concentrated)
    {
        Random random = new(Seed);
        int judged = 0;
        for (int i = 0; i < 120; i++)
        {
            bool baseIsToken0 = random.Next(2) == 0;
            Instrument instrument = TestInstruments.Spot(0.000001m, 0.0001m) with { Symbol = "pool" };
            PoolGrid grid = new(instrument, baseDecimals: 10, quoteDecimals: 8);
            IPool pool = concentrated
                ? RandomPools.Concentrated(random, 20_000).Pool
                : new ConstantProductPool(RandomPools.Amount(random, 50, 80), RandomPools.Amount(random, 50, 80), 30);
            PoolLadder ladder = new(grid, baseIsToken0, levels: 24, bandBasisPoints: 300);
            foreach (BookSide side in new[] { BookSide.Ask, BookSide.Bid })
                judged += Judge(pool, ladder, grid, side, random);
        }

        Assert.True(judged > 1_000, $"seed {Seed}: only {judged} points");
    }

    [Fact]
    public void Levels_OfADeepPool_StayWithinAHairOfTheExactCurve()
    {
        // 1,000 base (18 decimals) against 2,000,000 quote (6 decimals), fee 0.3 %: as a WETH/USDC pair.
        ConstantProductPool pool = new(Units(2_000_000, 6), Units(1_000, 18), 30);
        Instrument instrument = TestInstruments.Spot(0.01m, 0.0001m, symbol: "pool");
        PoolGrid grid = new(instrument, baseDecimals: 18, quoteDecimals: 6);
        PoolLadder ladder = new(grid, baseIsToken0: false, levels: 32, bandBasisPoints: 300);
        List<BookLevel> asks = ladder.Levels(pool, BookSide.Ask);
        List<BookLevel> bids = ladder.Levels(pool, BookSide.Bid);
        Assert.Equal((32, 32), (asks.Count, bids.Count));

        // The pool's price is 2000; the fee makes the best ask 0.3 % above it and the best bid 0.3 % below.
        Assert.InRange(asks[0].Price.Value * 0.01m, 2006.02m, 2006.10m);
        Assert.InRange(bids[0].Price.Value * 0.01m, 1993.90m, 1994.00m);
        decimal worst = 0m;
        foreach (BookSide side in new[] { BookSide.Ask, BookSide.Bid })
        {
            List<BookLevel> levels = side == BookSide.Ask ? asks : bids;
            long whole = levels.Sum(level => level.Quantity.Value);
            for (long lots = 1; lots <= whole; lots += whole / 997)
            {
                decimal exact = (decimal)ladder.Value(pool, side, new QuantityLots(lots))!.Value / 1_000_000m;
                decimal shown = Shown(levels, lots) * 0.01m * 0.0001m;
                worst = Math.Max(worst, (side == BookSide.Ask ? shown - exact : exact - shown) / exact);
            }
        }

        Assert.InRange(worst, 0m, 0.0001m);
    }

    [Fact]
    public void Grid_LotThatIsNoWholeNumberOfUnits_IsRefused()
    {
        Instrument instrument = TestInstruments.Spot(0.01m, 0.0001m, symbol: "pool");
        VenueConfigurationException fault = Assert.Throws<VenueConfigurationException>(() => new PoolGrid(instrument, 3, 6));
        Assert.Contains("pool", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_BeyondTheTicksThatWereRead_AreNotShown()
    {
        TickMap known = new(60) { FirstWord = 0, LastWord = 0 };
        known.Add(0, 60 * 200, BigInteger.Pow(10, 20));
        PoolPrice price = new(TickMath.SqrtRatioAt(600), 600, BigInteger.Pow(10, 20));
        ConcentratedPool pool = new(price, known, 3000);
        PoolGrid grid = new(TestInstruments.Spot(0.000001m, 0.0001m, symbol: "pool"), 18, 18);
        PoolLadder ladder = new(grid, baseIsToken0: true, levels: 40, bandBasisPoints: 5000);
        long shown = ladder.Levels(pool, BookSide.Bid).Sum(level => level.Quantity.Value);
        Assert.True(shown > 0);
        Assert.Throws<PoolRangeException>(() => pool.Swap(true, BigInteger.Pow(10, 30), TickMath.MinimumSqrtRatio + 1));
        Assert.Null(ladder.Value(pool, BookSide.Bid, new QuantityLots(shown * 100)));
    }

    [Fact]
    public void Tokens_OfLargeAndSmallAmounts_AreExactWhereADecimalCanHoldThem()
    {
        Assert.Equal(1.000000000000000001m, PoolGrid.Tokens(BigInteger.Pow(10, 18) + 1, 18));
        Assert.Equal(0.000001m, PoolGrid.Tokens(1, 6));
        Assert.Equal(123456789012.1234567890123456m, PoolGrid.Tokens(BigInteger.Parse("123456789012123456789012345678", CultureInfo.InvariantCulture), 18));
        Assert.Equal(7m, PoolGrid.Tokens(7, 0));
    }

    private static int Judge(IPool pool, PoolLadder ladder, PoolGrid grid, BookSide side, Random random)
    {
        List<BookLevel> levels = ladder.Levels(pool, side);
        bool isAsk = side == BookSide.Ask;
        for (int i = 1; i < levels.Count; i++)
            Assert.True(isAsk ? levels[i].Price > levels[i - 1].Price : levels[i].Price < levels[i - 1].Price, $"seed {Seed}: level {i} is no worse than the one before");
        long whole = levels.Sum(level => level.Quantity.Value);
        if (whole == 0)
            return 0;
        for (int i = 0; i < 12; i++)
        {
            long lots = random.NextInt64(1, whole + 1);
            BigInteger? exact = ladder.Value(pool, side, new QuantityLots(lots));
            Assert.True(exact is not null, $"seed {Seed}: {lots} of {whole} lots are shown but cannot be had");
            PriceTicks limit = LimitOf(levels, lots);
            BigInteger bound = grid.QuoteUnits(new QuantityLots(lots), limit, up: !isAsk);

            // Small amounts are rounded to a unit of the token; a level's own limit may be short of that unit, and then the swap is refused.
            BigInteger slack = 2;
            Assert.True(isAsk ? exact <= bound + slack : exact >= bound - slack, $"seed {Seed}: {side} of {lots} lots is {exact}, its limit allows {bound}");
            decimal shown = Shown(levels, lots);
            decimal real = (decimal)exact.Value / (decimal)grid.QuoteUnits(new QuantityLots(1_000_000), new PriceTicks(1_000_000), up: true) * 1_000_000_000_000m;
            decimal allowed = (real * 0.000000001m) + (2m * 1_000_000_000_000m / (decimal)grid.QuoteUnits(new QuantityLots(1_000_000), new PriceTicks(1_000_000), up: true));
            Assert.True(isAsk ? real <= shown + allowed : real >= shown - allowed, $"seed {Seed}: {side} of {lots} lots costs {real}, the ladder says {shown}");
        }

        return 12;
    }

    /// <summary>What the levels say of a quantity, in ticks times lots.</summary>
    private static decimal Shown(List<BookLevel> levels, long lots)
    {
        decimal value = 0m;
        foreach (BookLevel level in levels)
        {
            long taken = Math.Min(lots, level.Quantity.Value);
            value += (decimal)taken * level.Price.Value;
            lots -= taken;
        }

        return value;
    }

    private static PriceTicks LimitOf(List<BookLevel> levels, long lots)
    {
        foreach (BookLevel level in levels)
        {
            lots -= level.Quantity.Value;
            if (lots <= 0)
                return level.Price;
        }

        throw new InvalidOperationException("more than is shown");
    }

    private static BigInteger Units(long whole, int decimals) => whole * BigInteger.Pow(10, decimals);
}
