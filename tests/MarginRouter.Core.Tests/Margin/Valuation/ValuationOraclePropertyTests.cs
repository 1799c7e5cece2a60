using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Valuation;
using static MarginRouter.Core.Tests.Margin.Valuation.ValuationWorld;

namespace MarginRouter.Core.Tests.Margin.Valuation;

/// <summary>Random feeds of random ages; every price is checked against what its sources were.</summary>
public sealed class ValuationOraclePropertyTests
{
    private const int Seeds = 300;
    private const long Age = 1_000;

    [Fact]
    public void Evaluate_RandomFeeds_UsesOnlyFreshSourcesAndReportsTrueAges() => ForSeeds((random, where) =>
    {
        int count = random.Next(1, Venues + 1);
        decimal? deviation = random.Next(2) == 0 ? null : 0.03m;
        ValuationOracle oracle = Oracle(Rule([.. Enumerable.Range(0, count).Select(i => Mark(i, random.Next(1, 5), Age))]) with
        {
            MinimumSources = random.Next(1, count + 1),
            MaximumDeviation = deviation,
            Order = [ValuationMethod.WeightedMedian, ValuationMethod.FirstSource],
        });
        Dictionary<int, (decimal Value, Instant At)> feeds = [];
        Instant now = Start;
        for (int step = 0; step < 50; step++)
        {
            now = now.PlusMilliseconds(random.Next(0, 700));
            int venue = random.Next(count);
            feeds[venue] = (random.Next(8) == 0 ? random.Next(1, 500) : random.Next(9_900, 10_100) / 100m, now);
            oracle.Observe(venue, feeds[venue].Value, now);
            oracle.Evaluate(now);
            Check(oracle, feeds, now, deviation, $"{where}, step {step}");
        }
    });

    [Fact]
    public void Evaluate_OneWildSource_StaysWithinTheOthers() => ForSeeds((random, where) =>
    {
        int count = random.Next(3, Venues + 1);
        ValuationOracle oracle = Oracle(Rule([.. Enumerable.Range(0, count).Select(i => Mark(i, random.Next(1, 9)))]) with
        {
            MaximumDeviation = random.Next(2) == 0 ? null : 0.02m,
        });
        int wild = random.Next(count);
        decimal[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(9_900, 10_100) / 100m)];
        for (int i = 0; i < count; i++)
            oracle.Observe(i, i == wild ? random.Next(2) == 0 ? 1m : 1_000_000m : values[i], Start);
        oracle.Evaluate(Start);
        decimal[] others = [.. values.Where((_, i) => i != wild)];
        if (oracle.Price(1) is ValuationPrice price)
            Assert.True(price.Value >= others.Min() && price.Value <= others.Max(), where);
    });

    [Fact]
    public void Evaluate_EqualInputsInAnyOrder_GivesTheSamePrice() => ForSeeds((random, where) =>
    {
        ValuationRule rule = Rule([.. Enumerable.Range(0, Venues).Select(i => Mark(i, random.Next(1, 4)))]) with { MaximumDeviation = 0.01m };
        decimal[] values = [.. Enumerable.Range(0, Venues).Select(_ => random.Next(9_900, 10_100) / 100m)];
        ValuationOracle one = Oracle(rule);
        ValuationOracle other = Oracle(rule);
        for (int i = 0; i < Venues; i++)
            one.Observe(i, values[i], Start);
        foreach (int i in Enumerable.Range(0, Venues).OrderBy(_ => random.Next()))
            other.Observe(i, values[i], Start);
        one.Evaluate(Start);
        other.Evaluate(Start);
        Assert.True(one.Price(1) == other.Price(1), where);
        Assert.True(one.Changes.SequenceEqual(other.Changes), where);
    });

    private static void Check(
        ValuationOracle oracle, Dictionary<int, (decimal Value, Instant At)> feeds, Instant now, decimal? deviation, string where)
    {
        foreach ((int venue, (decimal _, Instant at)) in feeds)
        {
            bool stale = now.NanosecondsSince(at) > Age * Instant.NanosecondsPerMillisecond;
            Assert.True(stale == (oracle.Status(1, venue) == SourceStatus.Stale), where);
            Assert.True(deviation is not null || oracle.Status(1, venue) != SourceStatus.SetAside, where);
            Assert.True(at == oracle.Source(1, venue)!.Value.AsOf, where);
        }

        if (oracle.Price(1) is not ValuationPrice price)
            return;
        int[] contributors = [.. Enumerable.Range(0, Venues).Where(i => (price.Contributors & (1UL << i)) != 0)];
        Assert.True(contributors.Length > 0, where);
        Assert.True(contributors.All(i => oracle.Status(1, i) == SourceStatus.Usable), where);
        decimal[] values = [.. contributors.Select(i => feeds[i].Value)];
        Assert.True(price.Value >= values.Min() && price.Value <= values.Max(), where);
        Assert.True(price.AsOf == contributors.Select(i => feeds[i].At).Min(), where);
    }

    private static void ForSeeds(Action<Random, string> check)
    {
        for (int seed = 0; seed < Seeds; seed++)
            check(new Random(seed), $"seed {seed}");
    }
}
