using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>What an optimiser keeps from one decision to the next must never show in a decision.</summary>
public sealed class PreparedAccountsTests
{
    private const int Runs = 150;

    // A record of four books and six accounts with three children, and what the search needs for it: 8 to 10 kB when this was written.
    private const long MostBytes = 14_000;

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
    public void Decide_AccountsUnchanged_AllocatesTheRecordAndLittleMore()
    {
        RouteScenario scenario = new() { Quantity = 900 };
        for (int slot = 0; slot < 4; slot++)
            scenario.Instrument(600_000 + slot, [.. Enumerable.Range(0, 100).Select(level => ((long)level, 10L))]);
        for (int account = 0; account < 6; account++)
            scenario.Account(10_000_000m, account % 4);
        RouteRequest request = scenario.Request();
        RouteOptimizer optimizer = scenario.Optimizer();
        for (int i = 0; i < 100; i++)
            optimizer.Decide(request);
        long before = GC.GetAllocatedBytesForCurrentThread();
        RouteDecision decision = optimizer.Decide(request);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(request.Quantity, decision.Planned);
        Assert.InRange(allocated, 1, MostBytes);
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
