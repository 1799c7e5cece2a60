using System.Text.Json;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin.Valuation;

public sealed class WeightedMedianTests
{
    [SharedDataFact]
    public void Of_GoldenExample_GivesItsFigure()
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("golden/margin.json")));
        JsonElement example = file.RootElement.EnumerateArray().Single(item => item.GetProperty("id").GetString() == "generic.median-oracle");
        decimal[][] feeds = [.. example.GetProperty("inputs").GetProperty("feeds").EnumerateObject().Select(feed => feed.Value.Deserialize<decimal[]>()!)];
        decimal expected = example.GetProperty("expected").GetProperty("weightedMedian").GetDecimal();
        decimal tolerance = example.GetProperty("tolerance").GetDecimal();
        Assert.InRange(Median([.. feeds.Select(feed => feed[0])], [.. feeds.Select(feed => feed[1])]), expected - tolerance, expected + tolerance);
    }

    [Theory]
    [InlineData("7", "1", "7")]
    [InlineData("1 3", "1 1", "2")]
    [InlineData("1 3", "2 1", "1")]
    [InlineData("3 1 2", "1 1 1", "2")]
    [InlineData("1 2 3 4", "1 1 1 1", "2.5")]
    [InlineData("1 2 3", "1 1 2", "2")]
    [InlineData("1 2 3", "1 1 9", "2")]
    [InlineData("1 2 3 4", "3 3 1 1", "2")]
    public void Of_Values_BalancesWeights(string values, string weights, string expected) =>
        Assert.Equal(decimal.Parse(expected), Median(Numbers(values), Numbers(weights)));

    [Fact]
    public void Of_RandomValues_StaysInTheRangeOfAnyAllButOneAndKeepsItsSymmetries()
    {
        Random random = new(11);
        for (int round = 0; round < 5_000; round++)
        {
            int count = random.Next(3, 9);
            decimal[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(9_000, 11_000) / 100m)];
            decimal[] weights = [.. Enumerable.Range(0, count).Select(_ => (decimal)random.Next(1, 6))];
            decimal median = Median(values, weights);
            for (int wild = 0; wild < count; wild++)
            {
                decimal[] changed = [.. values];
                changed[wild] = random.Next(2) == 0 ? 0.01m : 1_000_000m;
                decimal[] others = [.. values.Where((_, i) => i != wild)];
                string where = $"round {round}, wild {wild}: {string.Join(' ', changed)} weights {string.Join(' ', weights)}";
                decimal moved = Median(changed, weights);
                Assert.True(moved >= others.Min() && moved <= others.Max(), where);
            }

            Assert.InRange(median, values.Min(), values.Max());
            int[] order = [.. Enumerable.Range(0, count).OrderBy(_ => random.Next())];
            Assert.Equal(median, Median([.. order.Select(i => values[i])], [.. order.Select(i => weights[i])]));
            Assert.Equal(-median, Median([.. values.Select(value => -value)], weights));
            Assert.Equal(median * 3m, Median([.. values.Select(value => value * 3m)], [.. weights.Select(weight => weight * 7m)]));
        }
    }

    [Fact]
    public void Of_NothingOrUnequalLengths_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Median([], []));
        Assert.Throws<ArgumentException>(() => Median([1m], [1m, 2m]));
    }

    private static decimal Median(decimal[] values, decimal[] weights) => WeightedMedian.Of([.. values], [.. weights]);

    private static decimal[] Numbers(string text) => [.. text.Split(' ').Select(decimal.Parse)];
}
