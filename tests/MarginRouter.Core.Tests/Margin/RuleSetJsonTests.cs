using System.Collections.Immutable;
using System.Text;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Margin;

public sealed class RuleSetJsonTests
{
    private const string Good = """
        {
          "schema": 1, "name": "x/y", "venue": "x", "model": "tieredDerivative", "asOf": "2025-01-02", "confidence": "low",
          "sources": ["here"], "reporting": "USDT", "positions": "derivative",
          "ratio": {"name": "marginRatio", "form": "requirementOverEquity", "liquidateAt": 1},
          "haircuts": {"USDT": [{"from": 0, "to": 100, "weight": 1}, {"from": 100, "to": null, "weight": 0.5}]},
          "tiers": {"A": [
            {"from": 0, "to": "100", "maintenanceRate": "0.01", "maxLeverage": 50},
            {"from": 100, "to": null, "maintenanceRate": "0.02", "maintenanceDeduction": 1, "maxLeverage": 20}]}
        }
        """;

    [Fact]
    public void Read_GoodFile_RecomputesTheDeductionThatIsMissing()
    {
        MarginRuleSet? rules = Read(Good, out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        Assert.Equal([0m, 1m], rules!.Tiers["A"].Tiers.Select(tier => tier.Deduction));
        Assert.Equal(125m, rules.Haircuts["USDT"].Counted(150m));
        Assert.Equal(100m, rules.Tiers["A"].LargestAt(21m));
        Assert.Null(rules.Tiers["A"].LargestAt(20m));
    }

    [Theory]
    [InlineData("\"venue\": \"x\"", "\"venue\": \"x\", \"leverge\": 3", "$.leverge", "is not known")]
    [InlineData("\"venue\": \"x\",", "", "$.venue", "is missing")]
    [InlineData("x/y", "x/z", "$.name", "does not match")]
    [InlineData("\"schema\": 1", "\"schema\": 2", "$.schema", "must be 1")]
    [InlineData("2025-01-02", "2025-13-02", "$.asOf", "is not a day")]
    [InlineData("[\"here\"]", "[]", "$.sources", "at least one")]
    [InlineData("\"low\"", "\"certain\"", "$.confidence", "is not one of high, medium, low")]
    [InlineData("\"derivative\"", "\"none\"", "$.positions", "does not fit")]
    [InlineData("{\"from\": 100, \"to\": null, \"maintenanceRate\"", "{\"from\": 101, \"to\": null, \"maintenanceRate\"", "$.tiers.A[1].from", "leaves a gap after 100")]
    [InlineData("{\"from\": 100, \"to\": null, \"maintenanceRate\"", "{\"from\": 99, \"to\": null, \"maintenanceRate\"", "$.tiers.A[1].from", "overlaps")]
    [InlineData("{\"from\": 0, \"to\": \"100\"", "{\"from\": 0, \"to\": null", "$.tiers.A[0].to", "only the last row may be open")]
    [InlineData("{\"from\": 0, \"to\": \"100\"", "{\"from\": -5, \"to\": \"100\"", "$.tiers.A[0].from", "is negative")]
    [InlineData("{\"from\": 0, \"to\": \"100\"", "{\"from\": 0, \"to\": \"abc\"", "$.tiers.A[0].to", "is not a number")]
    [InlineData("\"maintenanceRate\": \"0.02\"", "\"maintenanceRate\": \"0.002\"", "$.tiers.A[1].maintenanceRate", "is below the 0.01")]
    [InlineData("\"maintenanceRate\": \"0.02\"", "\"maintenanceRate\": \"2\"", "$.tiers.A[1].maintenanceRate", "is not in [0, 1]")]
    [InlineData("\"maintenanceDeduction\": 1", "\"maintenanceDeduction\": 2", "$.tiers.A[1].maintenanceDeduction", "is not the 1")]
    [InlineData("\"maxLeverage\": 20", "\"maxLeverage\": 60", "$.tiers.A[1].maxLeverage", "is above the 50")]
    [InlineData("\"weight\": 0.5", "\"weight\": 1.5", "$.haircuts.USDT[1].weight", "is not in [0, 1]")]
    [InlineData("\"weight\": 1}", "\"weight\": 0.2}", "$.haircuts.USDT[1].weight", "is above the 0.2")]
    [InlineData("\"liquidateAt\": 1", "\"liquidateAt\": 0", "$.ratio.liquidateAt", "must be positive")]
    [InlineData("\"reporting\": \"USDT\"", "\"reporting\": \"USDT\", \"reporting\": \"USD\"", "$", "reporting")]
    public void Read_OneThingWrong_NamesThePlace(string good, string bad, string path, string message)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        MarginRuleSet? rules = Read(Good.Replace(good, bad, StringComparison.Ordinal), out ImmutableArray<RuleSetError> errors);
        Assert.Null(rules);
        Assert.Contains(errors, error => error.Path == path && error.Message.Contains(message, StringComparison.Ordinal) && error.File == "file.json");
    }

    [Fact]
    public void Read_ManyThingsWrong_ListsThemAll()
    {
        string bad = Good
            .Replace("\"venue\": \"x\",", "", StringComparison.Ordinal)
            .Replace("2025-01-02", "soon", StringComparison.Ordinal)
            .Replace("\"weight\": 0.5", "\"weight\": -1", StringComparison.Ordinal)
            .Replace("\"maxLeverage\": 20", "\"maxLeverage\": 0, \"extra\": 1", StringComparison.Ordinal);
        Assert.Null(Read(bad, out ImmutableArray<RuleSetError> errors));
        Assert.Equal(
            ["$.asOf", "$.haircuts.USDT[1].weight", "$.tiers.A[1].extra", "$.tiers.A[1].maxLeverage", "$.venue"],
            errors.Select(error => error.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"schema\": ")]
    public void Read_NoObject_IsAnErrorNotAnException(string text)
    {
        Assert.Null(Read(text, out ImmutableArray<RuleSetError> errors));
        Assert.NotEmpty(errors);
    }

    private static MarginRuleSet? Read(string text, out ImmutableArray<RuleSetError> errors) =>
        MarginRuleSetJson.Read("file.json", "x/y", Encoding.UTF8.GetBytes(text), out errors);
}
