using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Carry;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class CarryTests
{
    private const long Hour = 3_600_000_000_000L;
    private static readonly Instant Start = new(1_000 * Hour);
    private static readonly InterestRule Hourly = new(1m, false, null, 0m, null);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(59, 1)]
    [InlineData(60, 2)]
    [InlineData(24 * 60, 25)]
    public void Charged_SinceTheBeginning_CountsEveryPeriodThatHasBegun(int minutes, int periods)
    {
        Instant until = new(Start.Nanoseconds + (minutes * (Hour / 60)));
        Assert.Equal(periods * 0.01m, Interest.Charged(Hourly, 100m, 0.0001m, Start, (new Instant(0), until)));
    }

    [Fact]
    public void Charged_AnySplitOfASpan_AddsUp()
    {
        foreach (int seed in Enumerable.Range(1, 200))
        {
            Random random = new(seed);
            InterestRule rule = new(random.Next(1, 9), random.Next(2) == 0, null, random.Next(2) * 0.0002m, null);
            Instant At() => new(Start.Nanoseconds + random.NextInt64(-5, 300) * (Hour / 3));
            Instant[] times = [.. new[] { At(), At(), At() }.Order()];
            decimal Of(Instant from, Instant to) => Interest.Charged(rule, 1_234.5m, 0.0003m, Start, (from, to));
            decimal whole = Of(times[0], times[2]);
            Assert.True(Math.Abs(whole - Of(times[0], times[1]) - Of(times[1], times[2])) < 1e-18m, $"seed {seed}");
            Assert.True(whole >= 0m, $"seed {seed}");
        }
    }

    [Fact]
    public void Charged_Compounding_GrowsLikeRepeatedCharging()
    {
        InterestRule compounding = Hourly with { Compounds = true };
        decimal debt = 100m;
        for (int period = 0; period < 50; period++)
            debt *= 1.001m;
        decimal found = Interest.Charged(compounding, 100m, 0.001m, Start, (new Instant(0), new Instant(Start.Nanoseconds + (49 * Hour))));
        Assert.True(Math.Abs(debt - 100m - found) < 1e-20m);
        Assert.Equal(0.024m / 8_760m, Hourly.RatePerPeriod(0.024m));
    }

    [Fact]
    public void Forecast_TwoPositions_SignsByDirectionAndCountsPayments()
    {
        ImmutableArray<FundingTerms> terms =
        [
            new("A", 0.0001m, 0.003m, new Instant(Start.Nanoseconds + (2 * Hour)), 8m),
            new("B", -0.0002m, null, new Instant(Start.Nanoseconds + Hour), 1m),
        ];
        FundingForecast found = FundingForecast.Of([("A", 100_000m), ("B", -50_000m)], terms, (Start, new Instant(Start.Nanoseconds + (10 * Hour))), out Refusal? refusal)!;
        Assert.Null(refusal);
        Assert.Equal([2L, 10L], found.Amounts.Select(amount => amount.Payments));
        Assert.Equal([20m, 100m], found.Amounts.Select(amount => amount.Expected));
        Assert.Equal([600m, 100m], found.Amounts.Select(amount => amount.Worst));
        Assert.Equal(120m, found.Expected);
        Assert.Equal(700m, found.Worst);
    }

    [Fact]
    public void Forecast_HedgedInOneContract_PaysNothing()
    {
        ImmutableArray<FundingTerms> terms = [new("A", 0.0007m, null, Start, 1m)];
        Assert.Equal(0m, FundingForecast.Of([("A", 5_000m), ("A", -5_000m)], terms, (Start, new Instant(Start.Nanoseconds + (99 * Hour))), out _)!.Expected);
    }

    [Fact]
    public void Forecast_ContractWithoutRate_RefusesByName()
    {
        Assert.Null(FundingForecast.Of([("C", 1m)], [], (Start, Start), out Refusal? refusal));
        Assert.Equal("funding rate of C", refusal!.Subject);
    }
}
