using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Tests.Routing;

public sealed class RoutePropertyTests
{
    private const int Runs = 400;

    [Fact]
    public void Decide_AnyRequest_IsExactAndWithinEveryLimitAtEverySubset()
    {
        int filled = 0;
        int limited = 0;
        ForEach((seed, scenario) =>
        {
            RouteRequest request = scenario.Request();
            ReferenceData reference = scenario.Reference();
            RouteDecision decision = scenario.Optimizer().Decide(request);
            RouteChecks.AssertExact(request, reference, decision, seed);
            string? broken = NaiveLimits.FirstBroken(request, reference, RouteChecks.Fills(decision));
            Assert.True(broken is null, $"seed {seed}: {broken}");
            filled += decision.Planned.IsZero ? 0 : 1;
            limited += decision.Remainder.IsZero ? 0 : 1;
        });
        Assert.True(filled > Runs / 2 && limited > Runs / 4, $"{filled} filled, {limited} limited: the instances no longer test the limits");
    }

    [Fact]
    public void Decide_OwnSlice_GivesTheSameBytes()
    {
        bool reduced = false;
        ForEach((seed, scenario) =>
        {
            RouteDecision decision = scenario.Decide();
            RouteDecision again = scenario.Optimizer().Decide(decision.Slice);
            Assert.True(DecisionBytes.Of(decision) == DecisionBytes.Of(again), $"seed {seed}");
            for (int i = 0; i < decision.Slice.Books.Length; i++)
                reduced |= decision.Slice.Books[i].Levels.Length < scenario.Instruments[i].Levels.Count;
        });
        Assert.True(reduced);
    }

    [Fact]
    public void Decide_Twice_GivesTheSameBytes() => ForEach((seed, scenario) =>
    {
        RouteOptimizer optimizer = scenario.Optimizer();
        string first = DecisionBytes.Of(optimizer.Decide(scenario.Request()));
        Assert.True(first == DecisionBytes.Of(optimizer.Decide(scenario.Request())), $"seed {seed}");
    });

    [Fact]
    public void Decide_Explanation_NamesEveryCandidateOnce() => ForEach((seed, scenario) =>
    {
        RouteDecision decision = scenario.Decide();
        RouteChecks.AssertExplained(scenario.Request(), decision, seed);
    });

    [Fact]
    public void Decide_FewWorkUnits_StaysWithinThemAndWithinLimits() => ForEach((seed, scenario) =>
    {
        scenario.WorkUnits = seed % 25;
        RouteRequest request = scenario.Request();
        RouteDecision decision = scenario.Optimizer().Decide(request);
        Assert.True(decision.WorkUnitsUsed <= scenario.WorkUnits, $"seed {seed}: {decision.WorkUnitsUsed}");
        RouteChecks.AssertExact(request, scenario.Reference(), decision, seed);
        Assert.Null(NaiveLimits.FirstBroken(request, scenario.Reference(), RouteChecks.Fills(decision)));
    });

    [Fact]
    public void Decide_RelaxedLimit_NeverFillsLess() => ForEachSingleHome((seed, scenario) =>
    {
        RouteDecision before = scenario.Decide();
        RouteScenario.AccountSpec account = scenario.Accounts[seed % scenario.Accounts.Count];
        account.UtilisationLimit = Math.Min(1m, account.UtilisationLimit + 0.2m);
        RouteDecision after = scenario.Decide();
        Assert.True(after.Planned >= before.Planned, $"seed {seed}: {before.Planned.Value} then {after.Planned.Value}");
    });

    [Fact]
    public void Decide_VenuesRelabelled_GivesTheSameChildren() => ForEachSingleHome((seed, scenario) =>
    {
        RouteDecision before = scenario.Decide();
        int count = scenario.Instruments.Count;
        scenario.Instruments.Reverse();
        foreach (RouteScenario.AccountSpec account in scenario.Accounts)
            Relabel(account, count);
        RouteDecision after = scenario.Decide();
        Assert.True(before.Planned == after.Planned && before.Cost == after.Cost, $"seed {seed}");
        Assert.True(Described(before, slot => slot).SequenceEqual(Described(after, slot => count - 1 - slot)), $"seed {seed}");
    });

    [Fact]
    public void Decide_OneMoreVenue_NeverFillsLessNorCostsMore() => ForEachSingleHome((seed, scenario) =>
    {
        RouteScenario larger = RandomScenario.SingleHome(seed);
        RouteScenario.InstrumentSpec extra = larger.Instrument(600_100, (20, 15), (90, 40));
        extra.OppositeDistance = 3_000;
        larger.Account(700m, larger.Instruments.Count - 1);
        RouteDecision before = scenario.Decide();
        RouteDecision after = larger.Decide();
        Assert.True(after.Planned >= before.Planned, $"seed {seed}");
        if (after.Planned == before.Planned && after.Planned.Value > 0)
            Assert.True(Paid(after) <= Paid(before), $"seed {seed}: {Paid(before)} then {Paid(after)}");
    });

    [Fact]
    public void Decide_NothingBinds_CostsWhatTheLotByLotMergeCosts() => ForEachSingleHome((seed, scenario) =>
    {
        for (int slot = 0; slot < scenario.Instruments.Count; slot++)
            scenario.Account(10_000_000m, slot);
        RouteDecision decision = scenario.Decide();
        RouteRequest request = scenario.Request();
        ReferenceData reference = scenario.Reference();
        int sign = request.Side.Sign();
        List<(decimal AllIn, decimal Price)> lots = [];
        foreach (RouteBook book in request.Books)
        {
            Instrument instrument = reference[book.Instrument];
            foreach (BookLevel level in book.Levels)
            {
                decimal price = instrument.Price(level.Price);
                for (long lot = 0; lot < level.Quantity.Value; lot++)
                    lots.Add((sign * price * (1 + (sign * instrument.Fees.TakerRate)), price));
            }
        }

        lots.Sort();
        long wanted = Math.Min(lots.Count, scenario.Quantity);
        decimal best = lots.Take((int)wanted).Sum(lot => lot.AllIn) * RouteScenario.ProductLot;
        Assert.True(decision.Planned.Value == wanted, $"seed {seed}");
        Assert.True(Math.Abs(best - Paid(decision)) < 1e-12m, $"seed {seed}: {best} and {Paid(decision)}");
        Assert.Equal(decision.Cost, decision.Blind.Cost);
        AssertSliceIsConsumedPlusOne(request, decision, seed);
    });

    private static void AssertSliceIsConsumedPlusOne(RouteRequest request, RouteDecision decision, int seed)
    {
        for (int slot = 0; slot < request.Books.Length; slot++)
        {
            long left = decision.Children.Where(child => child.Terms.Instrument == request.Books[slot].Instrument).Sum(child => child.Terms.Quantity.Value);
            int consumed = 0;
            for (; left > 0; consumed++)
                left -= request.Books[slot].Levels[consumed].Quantity.Value;
            int kept = decision.Slice.Books[slot].Levels.Length;
            Assert.True(kept <= consumed + 1, $"seed {seed}: {kept} levels kept, {consumed} consumed");
        }
    }

    [Fact]
    public void Decide_FinalPolicy_HoldsWhenEverythingHasFilledAndNeverFillsLessThanAnyState() => ForEachSingleHome((seed, scenario) =>
    {
        RouteDecision any = scenario.Decide();
        scenario.FillStates = FillStatePolicy.Final;
        RouteRequest request = scenario.Request();
        RouteDecision final = scenario.Optimizer().Decide(request);
        RouteChecks.AssertExact(request, scenario.Reference(), final, seed);
        string? broken = NaiveLimits.FirstBroken(request, scenario.Reference(), RouteChecks.Fills(final), onlyFinal: true);
        Assert.True(broken is null, $"seed {seed}: {broken}");
        Assert.True(final.Planned >= any.Planned || scenario.Accounts.Any(account => account.Pending.Count > 0), $"seed {seed}: {final.Planned.Value} and {any.Planned.Value}");
    });

    [Fact]
    public void Decide_TinyPlainRequest_EqualsTheBestOfAllSplits()
    {
        int limited = 0;
        for (int seed = 0; seed < 2 * Runs; seed++)
        {
            RouteScenario scenario = RandomScenario.Tiny(seed, isPlain: true);
            RouteDecision decision = scenario.Decide();
            var best = new ExhaustiveSplit(scenario.Request(), scenario.Reference());
            Assert.True(decision.Planned.Value == best.Filled, $"seed {seed}: {decision.Planned.Value} of {best.Filled}");
            Assert.True(Math.Abs(Paid(decision) - best.Paid) < 1e-12m, $"seed {seed}: {Paid(decision)} and {best.Paid}");
            limited += decision.Remainder.IsZero ? 0 : 1;
        }

        Assert.True(limited > Runs / 4, $"{limited} short of {2 * Runs}");
    }

    [Fact]
    public void Decide_TinyRequestWithEveryRule_EqualsTheBestOfAllSplits()
    {
        List<int> underfilled = [];
        List<int> dearer = [];
        for (int seed = 0; seed < 2 * Runs; seed++)
        {
            RouteScenario scenario = RandomScenario.Tiny(seed, isPlain: false);
            RouteDecision decision = scenario.Decide();
            var best = new ExhaustiveSplit(scenario.Request(), scenario.Reference());
            Assert.True(decision.Planned.Value <= best.Filled, $"seed {seed}: more than possible");
            if (decision.Planned.Value < best.Filled)
                underfilled.Add(seed);
            else if (Paid(decision) > best.Paid + 1e-12m)
                dearer.Add(seed);
        }

        Assert.True(underfilled.Count + dearer.Count == 0, $"seeds {string.Join(", ", underfilled)} filled less and {string.Join(", ", dearer)} cost more");
    }

    /// <summary>Everything paid, fees included, signed so that less is better.</summary>
    private static decimal Paid(RouteDecision decision) =>
        decision.Cost.Total + (decision.Children.Length == 0 ? 0 : decision.Children[0].Terms.Side.Sign() * decision.ArrivalPrice!.Value * decision.Planned.Value * RouteScenario.ProductLot);

    private static IEnumerable<(int Account, int Slot, long Lots, long Price)> Described(RouteDecision decision, Func<int, int> slot) =>
        decision.Children.Select(child => (child.Terms.Subaccount.Value, slot(child.Terms.Instrument.Value), child.Terms.Quantity.Value, child.Terms.LimitPrice.Value)).Order();

    private static void Relabel(RouteScenario.AccountSpec account, int count)
    {
        for (int i = 0; i < account.Slots.Count; i++)
            account.Slots[i] = count - 1 - account.Slots[i];
        for (int i = 0; i < account.Positions.Count; i++)
            account.Positions[i] = account.Positions[i] with { Slot = count - 1 - account.Positions[i].Slot };
        for (int i = 0; i < account.Pending.Count; i++)
            account.Pending[i] = account.Pending[i] with { Instrument = new InstrumentId(count - 1 - account.Pending[i].Instrument.Value) };
    }

    private static void ForEach(Action<int, RouteScenario> test)
    {
        for (int seed = 0; seed < Runs; seed++)
            test(seed, seed % 2 == 0 ? RandomScenario.Mixed(seed) : RandomScenario.SingleHome(seed));
    }

    private static void ForEachSingleHome(Action<int, RouteScenario> test)
    {
        for (int seed = 0; seed < Runs; seed++)
            test(seed, RandomScenario.SingleHome(seed));
    }
}
