using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Valuation;
using static MarginRouter.Core.Tests.Margin.Valuation.ValuationWorld;

namespace MarginRouter.Core.Tests.Margin.Valuation;

public sealed class ValuationOracleTests
{
    [Fact]
    public void Evaluate_SourcesOfTwoCurrencies_ConvertsByTheEarlierRuleAndCountsTheOldestAge()
    {
        ValuationOracle oracle = Oracle(
            new ValuationRule
            {
                Asset = new Asset("USDT"),
                Sources = [new ValuationSource(Tether, PriceSource.OwnBook, 1m, 1_000)],
                Order = [ValuationMethod.FirstSource],
            },
            Rule(Mark(0), new ValuationSource(InTether, PriceSource.OwnBook, 1m, 1_000)));
        oracle.Observe(Tether, PriceSource.OwnBook, Book(0.98m, 100));
        oracle.Observe(InTether, PriceSource.OwnBook, Book(100m, 300));
        oracle.Observe(0, 100m, Start.PlusMilliseconds(200));
        oracle.Evaluate(Start.PlusMilliseconds(400));
        ValuationPrice price = oracle.Price(2)!.Value;
        Assert.Equal((99m, Start.PlusMilliseconds(100), PriceSource.WeightedMedian, 3UL), (price.Value, price.AsOf, price.Source, price.Contributors));
        oracle.Observe(Tether, PriceSource.OwnBook, null);
        oracle.Evaluate(Start.PlusMilliseconds(400));
        Assert.Equal(SourceStatus.Unconverted, oracle.Status(2, 1));
        Assert.Equal((100m, 1UL), (oracle.Price(2)!.Value.Value, oracle.Price(2)!.Value.Contributors));
    }

    [Fact]
    public void Evaluate_InstrumentRule_IsInItsQuoteAsset()
    {
        ValuationOracle oracle = Oracle(
            ValuationRule.FirstBook(new Asset("USDT"), [Tether], 1_000),
            Rule(Mark(0)) with { Instrument = InTether });
        oracle.Observe(Tether, PriceSource.OwnBook, Book(0.5m, 0));
        oracle.Observe(0, 100m, Start);
        oracle.Evaluate(Start);
        Assert.Equal(200m, oracle.Price(2)!.Value.Value);
        Assert.Equal("v7:COINUSDT", oracle.Name(2));
    }

    [Fact]
    public void Evaluate_SourceTooFarFromTheOthers_IsSetAsideAndCounted()
    {
        ValuationOracle oracle = Oracle(Rule(Mark(0), Mark(1), Mark(2)) with { MaximumDeviation = 0.02m, MinimumSources = 2 });
        oracle.Observe(0, 100m, Start);
        oracle.Observe(1, 101m, Start);
        oracle.Observe(2, 65m, Start);
        oracle.Evaluate(Start);
        Assert.Equal(SourceStatus.SetAside, oracle.Status(1, 2));
        Assert.Equal((100.5m, 3UL), (oracle.Price(1)!.Value.Value, oracle.Price(1)!.Value.Contributors));
        oracle.Observe(1, 65m, Start);
        oracle.Evaluate(Start);
        Assert.Equal(SourceStatus.SetAside, oracle.Status(1, 0));
        Assert.Equal(65m, oracle.Price(1)!.Value.Value);
        ValuationReport first = oracle.Log.Report(Start).Single(report => report.Source == "v0:COINUSD VenueMark");
        Assert.Equal((1L, "SetAside"), (first.Failures, first.Present));
    }

    [Fact]
    public void Evaluate_TwoSourcesThatDisagree_GiveNoPriceBecauseNeitherIsKnownToBeRight()
    {
        ValuationOracle oracle = Oracle(Rule(Mark(0), Mark(1)) with
        {
            MaximumDeviation = 0.02m,
            Order = [ValuationMethod.WeightedMedian, ValuationMethod.FirstSource],
        });
        oracle.Observe(0, 100m, Start);
        oracle.Observe(1, 110m, Start);
        oracle.Evaluate(Start);
        Assert.Null(oracle.Price(1));
        Assert.Equal("v0:COINUSD VenueMark SetAside, v1:COINUSD VenueMark SetAside", oracle.Failures(1));
    }

    [Fact]
    public void Evaluate_SourcesFallSilent_FallsBackInOrderAndEndsMissing()
    {
        ValuationOracle oracle = Oracle(Rule(Mark(0), Mark(1), Mark(2, age: 20_000)) with
        {
            MinimumSources = 2,
            MaximumDeviation = 0.05m,
            AverageMilliseconds = 8_000,
            Order = [ValuationMethod.WeightedMedian, ValuationMethod.TimeWeightedAverage, ValuationMethod.FirstSource],
        });
        for (int second = 0; second <= 8; second++)
        {
            Instant now = Start.PlusMilliseconds(second * 1_000);
            oracle.Observe(0, 100m + second, now);
            oracle.Observe(1, 100m + second, now);
            oracle.Observe(2, 100m + second, now);
            oracle.Evaluate(now);
        }

        // Two sources are still fresh at the ninth second, by a hair. Each sample stands for an eighth of the window at most.
        Assert.Equal(PriceSource.WeightedMedian, After(oracle, 9_000)!.Value.Source);
        ValuationPrice average = After(oracle, 10_000)!.Value;
        Assert.Equal(PriceSource.TimeWeightedAverage, average.Source);
        Assert.Equal(Start.PlusMilliseconds(8_000), average.AsOf);
        Assert.Equal((102m + 103m + 104m + 105m + 106m + 107m + 108m + 108m) / 8m, average.Value);
        ValuationPrice single = After(oracle, 14_001)!.Value;
        Assert.Equal((PriceSource.VenueMark, 4UL, 108m), (single.Source, single.Contributors, single.Value));
        Assert.Null(After(oracle, 28_001));
        ValuationReport report = oracle.Log.Report(Start.PlusMilliseconds(30_000)).Single(each => each.Price == "COIN" && each.Source is null);
        Assert.Equal((1L, "Missing"), (report.Failures, report.Present));
        Assert.Equal((18_001_000_000L, 1_999_000_000L), (report.FallbackNanoseconds, report.UnusableNanoseconds));
    }

    [Fact]
    public void Evaluate_AfterRestart_KnowsNothingAndCountsTheTimeBetweenForNobody()
    {
        ValuationOracle oracle = Oracle(Rule(Mark(0, age: 100_000)));
        oracle.Observe(0, 100m, Start);
        oracle.Evaluate(Start);
        oracle.Restart(Start.PlusMilliseconds(1_000));
        oracle.ForgetChanges();
        oracle.Evaluate(Start.PlusMilliseconds(60_000));
        Assert.Null(oracle.Price(1));
        ValuationReport source = oracle.Log.Report(Start.PlusMilliseconds(61_000)).Single(report => report.Source is not null);
        Assert.Equal((0L, 1_000_000_000L), (source.Failures, source.UnusableNanoseconds));
        Assert.Equal(1_000_000_000L, source.States.Single(state => state.State == "Usable").Nanoseconds);
    }

    [Fact]
    public void Evaluate_NothingChanges_TellsNothingAndAllocatesNothing()
    {
        ValuationOracle oracle = Oracle(Rule(Mark(0), Mark(1), Mark(2)) with
        {
            MaximumDeviation = 0.05m,
            AverageMilliseconds = 5_000,
            Order = [ValuationMethod.TimeWeightedAverage, ValuationMethod.WeightedMedian],
        });
        Instant now = Start;
        Run(1_000);
        oracle.ForgetChanges();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(10_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
        Assert.Empty(oracle.Changes);

        void Run(int rounds)
        {
            for (int i = 0; i < rounds; i++)
            {
                now = now.PlusMilliseconds(10);
                oracle.Observe(i % 3, 100m + (i % 7 * 0.1m), now);
                oracle.Evaluate(now);
            }
        }
    }

    [Fact]
    public void Create_SourceWhoseQuoteNobodyPrices_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Oracle(Rule(new ValuationSource(InTether, PriceSource.OwnBook, 1m, 1_000))));

    private static ValuationPrice Book(decimal price, long milliseconds) => new(price, Start.PlusMilliseconds(milliseconds), PriceSource.OwnBook);

    private static ValuationPrice? After(ValuationOracle oracle, long milliseconds)
    {
        oracle.Evaluate(Start.PlusMilliseconds(milliseconds));
        return oracle.Price(1);
    }
}
