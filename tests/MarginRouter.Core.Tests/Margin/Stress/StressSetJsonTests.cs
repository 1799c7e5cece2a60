using System.Collections.Immutable;
using System.Text;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;

namespace MarginRouter.Core.Tests.Margin.Stress;

/// <summary>Stress files: what is wrong is named with its place, all of it.</summary>
public sealed class StressSetJsonTests
{
    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(StressCases.Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileOfTheRepository_IsValid(string file) => Assert.NotEmpty(StressCases.Set(file).Rules);

    [Theory]
    [InlineData("""{"name": "a", "each": "-1"}""", "$.scenarios[0].each", "takes the whole price")]
    [InlineData("""{"name": "a"}""", "$.scenarios[0]", "changes nothing")]
    [InlineData("""{"name": "a", "each": "0.1"}, {"name": "a", "each": "0.2"}""", "$.scenarios[1].name", "stands twice")]
    [InlineData("""{"name": "a", "each": "0.1", "wrongWay": {"position": "0.2", "collateral": "-0.1"}}""", "$.scenarios[0]", "more than one")]
    [InlineData("""{"name": "a", "market": {"move": "-0.5", "betas": {"*": "2"}}}""", "$.scenarios[0].market.betas.*", "takes the whole price")]
    [InlineData("""{"name": "a", "market": {"move": "-0.5", "betas": {"BTC": "1"}}}""", "$.scenarios[0].market.betas", "not listed")]
    [InlineData("""{"name": "a", "wrongWay": {"position": "1", "collateral": "-0.1"}}""", "$.scenarios[0].wrongWay.position", "between 0 and 1")]
    [InlineData("""{"name": "a", "wrongWay": {"position": "0.1", "collateral": "0.1"}}""", "$.scenarios[0].wrongWay.collateral", "(-1, 0]")]
    [InlineData("""{"name": "a", "assets": {"BTC": "down"}}""", "$.scenarios[0].assets.BTC", "is not a number")]
    [InlineData("""{"name": "a", "basis": {"spot": "0.1"}}""", "$.scenarios[0].basis.spot", "is not known")]
    [InlineData("""{"name": "a", "funding": {"rate": "2", "intervals": 1}}""", "$.scenarios[0].funding.rate", "[-1, 1]")]
    [InlineData("""{"name": "a", "funding": {"rate": "0.1", "intervals": 1.5}}""", "$.scenarios[0].funding.intervals", "whole number")]
    [InlineData("""{"name": "a", "liquidity": {"depth": "0", "spread": "0.1"}}""", "$.scenarios[0].liquidity.depth", "(0, 1]")]
    [InlineData("""{"name": "a", "liquidity": {"depth": "1", "spread": "2"}}""", "$.scenarios[0].liquidity.spread", "[0, 2)")]
    [InlineData("""{"name": "a", "volatility": "-1.5"}""", "$.scenarios[0].volatility", "takes the whole price")]
    [InlineData("""{"name": "a", "each": "0.1", "surprise": 1}""", "$.scenarios[0].surprise", "is not known")]
    public void Read_BadEntry_IsNamedWithItsPlace(string entry, string place, string message)
    {
        RuleSetError error = Assert.Single(Errors(StressCases.SetText(entry)), error => error.Path == place);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal("set.json", error.File);
    }

    [Theory]
    [InlineData("""{"spread": "2", "within": "0.01", "value": {"*": "1"}}""", "$.depth.spread")]
    [InlineData("""{"spread": "0", "within": "1", "value": {"*": "1"}}""", "$.depth.within")]
    [InlineData("""{"spread": "0", "within": "0.1", "value": {"BTC": "0"}}""", "$.depth.value.BTC")]
    [InlineData("""{"spread": "0", "within": "0.1", "value": {}}""", "$.depth.value")]
    public void Read_BadDepth_IsNamedWithItsPlace(string depth, string place) =>
        Assert.Contains(Errors(StressCases.SetText(string.Empty).Replace("\"scenarios\"", $"\"depth\": {depth}, \"scenarios\"", StringComparison.Ordinal)), error => error.Path == place);

    [Fact]
    public void Read_SeveralFaults_AreAllListed() =>
        Assert.Equal(
            ["$.asOf", "$.name", "$.schema", "$.sources", "$.scenarios"],
            Errors("{}").Select(error => error.Path).Order(StringComparer.Ordinal).OrderBy(path => path == "$.scenarios").Distinct());

    private static ImmutableArray<RuleSetError> Errors(string text)
    {
        Assert.Null(StressSetJson.Read("set.json", Encoding.UTF8.GetBytes(text), out ImmutableArray<RuleSetError> errors));
        return errors;
    }
}
