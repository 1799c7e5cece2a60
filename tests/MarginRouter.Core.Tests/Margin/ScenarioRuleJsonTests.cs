using System.Collections.Immutable;
using System.Text;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin;

public sealed class ScenarioRuleJsonTests
{
    private static readonly string Deribit = File.ReadAllText(Path.Combine(RuleFiles.Folder, "deribit", "portfolio.json"));

    [Theory]
    [InlineData("\"otherFactor\": \"0.8\"", "\"otherFactor\": \"1.2\"", "$.scenario.otherFactor", "above initial margin")]
    [InlineData("\"-0.16\", ", "\"-1\", ", "$.scenario.prices.classes.btc", "fall by all")]
    [InlineData("\"-0.04\", \"0\"", "\"-0.04\"", "$.scenario.prices", "must hold zero")]
    [InlineData("[\"0.01\", \"0.075\"]", "[\"-0.01\"]", "$.scenario.basis.classes.btc", "negative")]
    [InlineData("[\"0.01\", \"0.075\"]", "[]", "$.scenario.basis.classes.btc", "must hold 1 to 2")]
    [InlineData("{\"classes\": {\"btc\": [\"100000\"]}, \"assets\": {\"BTC\": \"btc\"}}", "{\"classes\": {}, \"assets\": {\"BTC\": \"btc\"}}", "$.scenario.extremeDampener.assets.BTC", "no class 'btc'")]
    [InlineData("\"down\": \"0.25\"", "\"down\": \"1.25\"", "$.scenario.volatility", "out of range")]
    [InlineData("\"coinOptions\": true", "\"coinOptions\": 1", "$.scenario.coinOptions", "true or false")]
    [InlineData("[\"orders\", \"borrowing\"]", "[\"other\"]", "$.scenario.gaps", "is not one of")]
    [InlineData("\"gridIs\"", "\"gird\": 1, \"gridIs\"", "$.scenario.gird", "is not known")]
    [InlineData("\"scenarioGrid\"", "\"unmarginedSpot\"", "$.scenario", "has no meaning")]
    public void Read_SomethingWrong_NamesThePlace(string good, string bad, string path, string message)
    {
        Assert.Contains(good, Deribit, StringComparison.Ordinal);
        byte[] bytes = Encoding.UTF8.GetBytes(Deribit.Replace(good, bad, StringComparison.Ordinal));
        Assert.Null(MarginRuleSetJson.Read("file", "deribit/portfolio", bytes, out ImmutableArray<RuleSetError> errors));
        Assert.Contains(errors, error => error.Path == path && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Charge_MarginalRows_AddUpAndEndWhereTheTableEnds()
    {
        MarginalTable table = new([new MarginalRow(10m, 1m), new MarginalRow(30m, 2m)]);
        Assert.Equal(0m, table.Charge(0m));
        Assert.Equal(10m, table.Charge(10m));
        Assert.Equal(50m, table.Charge(30m));
        Assert.Null(table.Charge(30.01m));
        Assert.Equal(90m, new MarginalTable([.. table.Rows, new MarginalRow(null, 4m)]).Charge(40m));
    }
}
