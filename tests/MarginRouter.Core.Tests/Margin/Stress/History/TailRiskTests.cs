using MarginRouter.Core.Margin.Stress.History;

namespace MarginRouter.Core.Tests.Margin.Stress.History;

/// <summary>Value at risk and expected shortfall against hand-made figures, another formula, and the properties of a coherent measure.</summary>
public sealed class TailRiskTests
{
    private static readonly decimal[] Confidences = [0.5m, 0.9m, 0.95m, 0.975m, 0.99m];

    [Fact]
    public void Of_OneToHundred_IsTheKnownTail()
    {
        decimal[] losses = [.. Enumerable.Range(1, 100).Select(loss => (decimal)loss)];
        Assert.Equal(new TailRisk(95m, 98m), TailRisk.Of(losses, 0.95m));
        Assert.Equal(new TailRisk(99m, 100m), TailRisk.Of(losses, 0.99m));

        // Two and a half losses are the tail: 100, 99 and half of 98.
        Assert.Equal(new TailRisk(98m, (100m + 99m + 49m) / 2.5m), TailRisk.Of(losses, 0.975m));
    }

    [Theory]
    [InlineData(0.99, 100)]
    [InlineData(0.95, 20)]
    [InlineData(0.975, 40)]
    [InlineData(0.5, 2)]
    public void LeastCount_OfAConfidence_HoldsOneLossInTheTail(double confidence, int least)
    {
        Assert.Equal(least, TailRisk.LeastCount((decimal)confidence));
        Assert.Throws<ArgumentException>(() => TailRisk.Of(new decimal[least - 1], (decimal)confidence));
        Assert.Equal(default, TailRisk.Of(new decimal[least], (decimal)confidence));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_RandomLosses_IsTheQuantileAndTheLeastOfTheMeanExcess(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 100; round++)
        {
            decimal[] losses = Losses(random, random.Next(100, 300));
            foreach (decimal confidence in Confidences)
            {
                TailRisk found = TailRisk.Of(losses, confidence);
                decimal quantile = losses.Where(loss => losses.Count(other => other <= loss) >= confidence * losses.Length).Min();

                // Rockafellar and Uryasev: expected shortfall is the least over v of v plus the mean excess over v by the tail's share.
                decimal shortfall = losses.Min(edge => edge + (losses.Sum(loss => Math.Max(loss - edge, 0m)) / losses.Length / (1m - confidence)));
                Assert.True(found.ValueAtRisk == quantile, $"seed {seed} round {round}: {found.ValueAtRisk}, quantile {quantile}");
                Assert.True(Math.Abs(found.ExpectedShortfall - shortfall) < 1e-18m, $"seed {seed} round {round}: {found.ExpectedShortfall}, {shortfall}");
            }
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Of_RandomLosses_IsCoherent(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 200; round++)
        {
            int count = random.Next(100, 200);
            decimal[] one = Losses(random, count);
            decimal[] two = Losses(random, count);
            decimal[] both = [.. one.Zip(two, (a, b) => a + b)];
            foreach (decimal confidence in Confidences)
            {
                TailRisk risk = TailRisk.Of(one, confidence);
                decimal shortfall = risk.ExpectedShortfall;
                string place = $"seed {seed} round {round} confidence {confidence}";
                Assert.True(shortfall >= risk.ValueAtRisk, place);
                Assert.True(TailRisk.Of(both, confidence).ExpectedShortfall <= shortfall + TailRisk.Of(two, confidence).ExpectedShortfall + 1e-18m, place);
                Assert.True(Math.Abs(TailRisk.Of(one.Select(loss => 3m * loss), confidence).ExpectedShortfall - (3m * shortfall)) < 1e-18m, place);
                Assert.True(Math.Abs(TailRisk.Of(one.Select(loss => loss + 7m), confidence).ExpectedShortfall - shortfall - 7m) < 1e-18m, place);
                Assert.True(TailRisk.Of(one.Select(loss => loss + random.Next(0, 3)), confidence).ExpectedShortfall >= shortfall, place);
            }
        }
    }

    [Fact]
    public void Of_TwoRareLosses_ValueAtRiskAloneIsNotSubadditive()
    {
        // Each loses once in 25: outside of the worst 5 % together, inside alone.
        decimal[] one = [.. Enumerable.Range(0, 100).Select(i => i < 4 ? 100m : 0m)];
        decimal[] two = [.. Enumerable.Range(0, 100).Select(i => i is >= 4 and < 8 ? 100m : 0m)];
        decimal[] both = [.. one.Zip(two, (a, b) => a + b)];
        Assert.Equal(0m, TailRisk.Of(one, 0.95m).ValueAtRisk + TailRisk.Of(two, 0.95m).ValueAtRisk);
        Assert.Equal(100m, TailRisk.Of(both, 0.95m).ValueAtRisk);
        Assert.Equal(80m, TailRisk.Of(one, 0.95m).ExpectedShortfall);
        Assert.Equal(100m, TailRisk.Of(both, 0.95m).ExpectedShortfall);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Of_ConfidenceOutOfRange_Throws(int confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TailRisk.Of([1m], confidence));

    private static decimal[] Losses(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-1_000, 2_000) / 10m)];
}
