using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>What an optimiser keeps from one decision to the next must never show in a decision.</summary>
public sealed class PreparedAccountsTests
{
    private const int Runs = 150;

    // A record of four books and six accounts with three children: 2.7 kB when nothing moved, 4.4 kB when a best price did.
    private const long MostBytes = 3_200;
    private const long MostBytesMoved = 5_000;

    [Fact]
    public void Decide_AfterOtherDecisions_GivesTheBytesOfANewOptimiser()
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            RouteScenario scenario = seed % 2 == 0 ? RandomScenario.Mixed(seed) : RandomScenario.SingleHome(seed);
            RouteOptimizer used = scenario.Optimizer();
            RouteRequest first = scenario.Request();
            int step = 0;
            foreach (RouteRequest request in Sequence(first, new Random(seed)))
            {
                string expected = DecisionBytes.Of(scenario.Optimizer().Decide(request));
                Assert.True(expected == DecisionBytes.Of(used.Decide(request)), $"seed {seed}, step {step}");
                step++;
            }
        }
    }

    [Fact]
    public void Decide_NothingMoved_AllocatesTheRecordAlone()
    {
        RouteRequest request = Plain(out RouteOptimizer optimizer);
        Assert.InRange(Allocated(optimizer, request, request), 1, MostBytes);
    }

    [Fact]
    public void Decide_ABestPriceMoved_AllocatesTheRecordAlone()
    {
        RouteRequest request = Plain(out RouteOptimizer optimizer);
        RouteBook book = request.Books[0];
        BookLevel best = new(new PriceTicks(book.Levels[0].Price.Value - 1), book.Levels[0].Quantity);
        RouteRequest moved = request with { Books = request.Books.SetItem(0, book with { Levels = book.Levels.SetItem(0, best) }) };
        Assert.InRange(Allocated(optimizer, request, moved), 1, MostBytesMoved);
    }

    private static RouteRequest Plain(out RouteOptimizer optimizer)
    {
        RouteScenario scenario = new() { Quantity = 900 };
        for (int slot = 0; slot < 4; slot++)
            scenario.Instrument(600_000 + slot, [.. Enumerable.Range(0, 100).Select(level => ((long)level, 10L))]);
        for (int account = 0; account < 6; account++)
            scenario.Account(10_000_000m, account % 4);
        optimizer = scenario.Optimizer();
        return scenario.Request();
    }

    /// <summary>Bytes of one more decision after many about two requests in turn.</summary>
    private static long Allocated(RouteOptimizer optimizer, RouteRequest one, RouteRequest other)
    {
        for (int i = 0; i < 100; i++)
        {
            optimizer.Decide(other);
            optimizer.Decide(one);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        RouteDecision decision = optimizer.Decide(other);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(other.Quantity, decision.Planned);
        return allocated;
    }

    [Fact]
    public void Decide_OneBookMovesAtATime_GivesTheBytesOfANewOptimiser()
    {
        for (int seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            RouteScenario scenario = seed % 2 == 0 ? RandomScenario.SingleHome(seed) : RandomScenario.Mixed(seed);
            scenario.Quantity = Math.Max(1, scenario.Quantity / random.Next(1, 6));
            RouteOptimizer used = scenario.Optimizer();
            RouteRequest request = scenario.Request();
            for (int step = 0; step < 12; step++)
            {
                request = Ticked(request, random);
                if (random.Next(3) == 0)
                    used.Prepare(request, request.Accounts);
                string expected = DecisionBytes.Of(scenario.Optimizer().Decide(request));
                Assert.True(expected == DecisionBytes.Of(used.Decide(request)), $"seed {seed}, step {step}");
            }
        }
    }

    /// <summary>The same request after one book has moved, at its best level or below, or has changed in size alone.</summary>
    private static RouteRequest Ticked(RouteRequest request, Random random)
    {
        RouteBook book = request.Books[random.Next(request.Books.Length)];
        if (book.Levels.IsEmpty)
            return request;
        int place = random.Next(2) == 0 ? 0 : random.Next(book.Levels.Length);
        BookLevel level = book.Levels[place];
        BookLevel next = random.Next(2) == 0
            ? new BookLevel(level.Price, new QuantityLots(level.Quantity.Value + 1))
            : new BookLevel(new PriceTicks(level.Price.Value - (place == 0 ? request.Side.Sign() : 0)), level.Quantity);
        return request with { Books = request.Books.Replace(book, book with { Levels = book.Levels.SetItem(place, next) }) };
    }

    /// <summary>The request again, smaller, at other prices, with a child that waits, in reverse, and as it was.</summary>
    private static IEnumerable<RouteRequest> Sequence(RouteRequest first, Random random)
    {
        yield return first;
        yield return first with { Quantity = new QuantityLots((first.Quantity.Value / 2) + 1) };
        InstrumentId moved = first.Books[random.Next(first.Books.Length)].Instrument;
        if (first.Prices.Mark(moved) is { } mark)
            yield return first with { Prices = first.Prices.WithMark(moved, mark.Value * 1.03m) };
        RouteAccount account = first.Accounts[random.Next(first.Accounts.Length)];
        if (account.Subaccount.Instruments.Length > 0)
        {
            PendingFill waiting = new(account.Subaccount.Instruments[0], first.Side, new QuantityLots(20), new PriceTicks(600_000));
            yield return first with { Accounts = first.Accounts.Replace(account, account with { Pending = account.Pending.Add(waiting) }) };
        }

        yield return first with { Policy = first.Policy with { FillStates = FillStatePolicy.Final } };
        yield return first with { Side = first.Side == Side.Buy ? Side.Sell : Side.Buy, LimitPrice = null };
        yield return first;
    }
}
