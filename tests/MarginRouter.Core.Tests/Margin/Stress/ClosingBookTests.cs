using MarginRouter.Core.Margin.Stress;

namespace MarginRouter.Core.Tests.Margin.Stress;

/// <summary>What closing costs on a supplied book, by hand and by properties.</summary>
public sealed class ClosingBookTests
{
    private static readonly ClosingBook Book = new(
        [new BookLevel(99m, 10m), new BookLevel(98m, 20m)],
        [new BookLevel(101m, 10m), new BookLevel(103m, 20m)]);

    [Theory]
    [InlineData(true, 10, 0.01)]
    [InlineData(true, 30, 0.0166666666666666666666666667)]
    [InlineData(false, 20, 0.02)]
    public void Cost_WithinTheBook_IsTheAverageDistanceFromTheMid(bool sells, int contracts, double share)
    {
        (decimal? found, decimal beyond) = Book.Cost(sells, contracts, null);
        Assert.Equal((decimal)share, Math.Round(found!.Value, 15), 14);
        Assert.Equal(0m, beyond);
    }

    [Fact]
    public void Cost_BeyondTheBook_GoesOnAsDeepAsItIs()
    {
        // Bids: 30 contracts over one percent of price; the next 30 lie from 2 % to 3 %.
        (decimal? found, decimal beyond) = Book.Cost(sells: true, 60m, null);
        Assert.Equal((0.1m + 0.4m + (30m * 0.025m)) / 60m, found);
        Assert.Equal(0.5m, beyond);
    }

    [Fact]
    public void Cost_OneLevelOnly_IsNotKnownBeyond()
    {
        ClosingBook single = new([new BookLevel(99m, 10m)], [new BookLevel(101m, 10m)]);
        Assert.Equal((0.01m, 0m), single.Cost(true, 10m, null));
        Assert.Equal((null, 0.5m), single.Cost(true, 20m, null));
    }

    [Fact]
    public void Cost_UnderAShock_WidensTheSpreadAndTakesDepth()
    {
        // A tenth is left: 1 at 5 %, 2 at 6 %.
        (decimal? found, _) = Book.Cost(sells: true, 3m, new LiquidityShock(0.1m, 0.1m));
        Assert.Equal((0.05m + 0.12m) / 3m, found);
    }

    [Fact]
    public void Cost_SpreadThatIsWiderToday_StaysAsItIs() =>
        Assert.Equal(Book.Cost(true, 10m, null), Book.Cost(true, 10m, new LiquidityShock(1m, 0.001m)));

    [Fact]
    public void Stretch_SaleThatRunsBelowZero_LosesNoMoreThanAll()
    {
        Assert.Equal(0.25m, ClosingBook.Stretch(sells: true, 0m, 0.5m));
        Assert.Equal(0.75m, ClosingBook.Stretch(sells: true, 0m, 2m));
        Assert.Equal(1m, ClosingBook.Stretch(sells: false, 0m, 2m));
        Assert.Equal(1m, ClosingBook.Stretch(sells: true, 1.5m, 2m));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Cost_RandomBooks_RisesWithSizeAndFallsWithDepth(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 200; round++)
        {
            ClosingBook book = new(Side(random, 100m, -1m), Side(random, 100.01m, 1m));
            bool sells = random.Next(2) == 0;
            decimal contracts = random.Next(1, 500);
            decimal calm = book.Cost(sells, contracts, null).Share!.Value;
            decimal larger = book.Cost(sells, contracts * 2m, null).Share!.Value;
            decimal thin = book.Cost(sells, contracts, new LiquidityShock(0.1m, 0m)).Share!.Value;
            decimal wide = book.Cost(sells, contracts, new LiquidityShock(1m, 0.05m)).Share!.Value;
            Assert.True(larger >= calm && thin >= calm && wide >= calm, $"seed {seed} round {round}: {calm} {larger} {thin} {wide}");
        }
    }

    private static System.Collections.Immutable.ImmutableArray<BookLevel> Side(Random random, decimal from, decimal way)
    {
        var levels = System.Collections.Immutable.ImmutableArray.CreateBuilder<BookLevel>();
        decimal price = from;
        for (int i = 0; i < 5; i++)
        {
            price += way * random.Next(1, 100) / 100m;
            levels.Add(new BookLevel(price, random.Next(1, 100)));
        }

        return levels.ToImmutable();
    }
}
