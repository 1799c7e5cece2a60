using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Margin.Comparison;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Tests.Margin.Stress;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin.Comparison;

/// <summary>The same book under several models.</summary>
public sealed class ModelComparisonTests
{
    private static readonly string Folder = Path.Combine(SharedData.Repository, "config", "examples", "books");

    private static readonly string[] Scenarios =
    [
        """{"name": "down", "each": "-0.3"}""",
        """{"name": "up", "each": "0.3"}""",
        """{"name": "crash", "market": {"move": "-0.3", "betas": {"*": "1.5"}}, "volatility": "0.5"}""",
        """{"name": "basis", "basis": {"perpetual": "-0.045"}}""",
    ];

    [Fact]
    public void Evaluate_HedgedBasis_SavesMoreThanClaimedInitiallyAndNothingInMaintenance()
    {
        ModelFigures[] calm = [.. Evaluate("hedged-basis.json").Take(4)];

        // 600,000 at ten times; 0.4 % of it; 0.45 % minimum charge, 1.3 times it initially.
        Assert.Equal((60_000m, 2_400m), (calm[0].Initial, calm[0].Maintenance));
        Assert.Equal((60_000m, 2_400m), (calm[1].Initial, calm[1].Maintenance));
        Assert.Equal((3_510m, 2_700m), (calm[2].Initial, calm[2].Maintenance));
        Assert.Equal(0.9415m, calm[2].InitialSaving(calm[0]));
        Assert.Equal(-0.125m, calm[2].MaintenanceSaving(calm[0]));
        Assert.True(calm[2].Distance > calm[0].Distance);

        // 12 % of 600,000 and the basis charge of 0.2 %: what the leg needs without its hedge.
        Assert.Equal(73_200m, calm[3].Maintenance);
    }

    [Fact]
    public void Evaluate_AllLong_SavesNothingPooledAndIsDearerByScenarios()
    {
        ImmutableArray<ModelFigures> figures = Evaluate("all-long.json");
        foreach (ModelFigures[] scenario in figures.Chunk(4))
        {
            Assert.Equal(scenario[0].Maintenance, scenario[1].Maintenance);
            Assert.Equal(0m, scenario[1].InitialSaving(scenario[0]));
            Assert.True(scenario[3].InitialSaving(scenario[0]) < -0.5m);
        }

        // Cross and pooled move liquidation away, scenarios take some of that back.
        Assert.True(figures[1].Distance > 5m * figures[0].Distance);
        Assert.True(figures[3].Distance < figures[1].Distance);
    }

    [Fact]
    public void Evaluate_OptionOverlay_NeedsLessTogetherThanAddedUp()
    {
        foreach (ModelFigures[] scenario in Evaluate("option-overlay.json").Chunk(3))
        {
            Assert.Equal(scenario[0].Initial, scenario[1].Initial);
            Assert.True(scenario[2].Initial < scenario[1].Initial, $"{scenario[0].Scenario}: {scenario[2].Initial} of {scenario[1].Initial}");
            Assert.Equal(scenario[1].Equity, scenario[2].Equity);
            Assert.True(scenario[2].Distance >= scenario[1].Distance);
        }
    }

    [Fact]
    public void Evaluate_ApartToday_HoldsExactlyTheInitialMargin()
    {
        ModelFigures isolated = Evaluate("option-overlay.json")[0];
        Assert.True(isolated.Equity >= isolated.Initial);
        Assert.InRange(isolated.Utilisation!.Value, 0.7999m, 0.8001m);
        Assert.True(isolated.Distance > 0m);
    }

    [SharedDataFact]
    public void Saving_PublishedOffsets_AreTheSharesSaved()
    {
        GoldenCase golden = GoldenCase.Load("cme.pm.savings");
        decimal[] percent = golden.ExpectedList("savingsPct");
        string[] pairs = ["invoiceSpread5Y", "tiieVsUst2Y", "brlDiVsUst5Y"];
        for (int i = 0; i < pairs.Length; i++)
            Assert.Equal(percent[i], Math.Round(100m * Saving(golden.Numbers(pairs[i]))));
        GoldenCase crossed = GoldenCase.Load("cme.ficc.crossmargin");
        crossed.Expect("reduction", Saving([crossed.Input("standalone"), crossed.Input("crossMargined")]));
    }

    [Theory]
    [InlineData("""{"name": "a", "rules": "no/rules"}""", "book.json: $.models[0]", "$.rules", "no rule set")]
    [InlineData("""{"name": "a", "rules": "okx/portfolio", "surprise": 1}""", "book.json", "$.models[0].surprise", "is not known")]
    [InlineData("""{"name": "a", "rules": "okx/portfolio", "judged": "twice"}""", "book.json", "$.models[0].judged", "is not one of whole, summed, apart")]
    [InlineData("""{"name": "a", "rules": "okx/portfolio"}""", "book.json", "$.models", "at least two")]
    [InlineData("""{"name": "a", "rules": "okx/portfolio"}, {"name": "a", "rules": "okx/portfolio"}""", "book.json", "$.models[1].name", "stands twice")]
    [InlineData("""{"name": "a", "rules": "okx/portfolio", "account": {"positions": [{"instrument": "X", "underlying": "X", "kind": "linear", "quantity": 1, "entryPrice": 1}]}}""", "book.json", "$.models[0].account.positions", "the mark of X is missing")]
    public void Read_BadBook_IsNamedWithItsPlace(string models, string file, string place, string message)
    {
        string text = $$"""{"book": "b", "says": "s", "account": {}, "models": [{{models}}]}""";
        Assert.Null(ComparedBookJson.Read("book.json", Encoding.UTF8.GetBytes(text), Find, out ImmutableArray<RuleSetError> errors));
        Assert.Contains(errors, error => error.File == file && error.Path == place && error.Message.Contains(message, StringComparison.Ordinal));
    }

    private static decimal Saving(decimal[] pair)
    {
        ModelFigures alone = new("alone", "calm", null, pair[0], null, null, null, null);
        return (alone with { Initial = pair[1] }).InitialSaving(alone)!.Value;
    }

    private static MarginRuleSet? Find(string name) => name == "no/rules" ? null : RuleFiles.Load(name);

    private static ImmutableArray<ModelFigures> Evaluate(string file)
    {
        string path = Path.Combine(Folder, file);
        ComparedBook? book = ComparedBookJson.Read(path, File.ReadAllBytes(path), Find, out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        StressSet set = StressSetJson.Read("set.json", Encoding.UTF8.GetBytes(StressCases.SetText(string.Join(',', Scenarios))), out _)!;
        ImmutableArray<ModelFigures> figures = ModelComparison.Evaluate(book!, set.Scenarios(StressExposure.Of(book!.Models.Select(model => model.Case))));
        Assert.All(figures, found => Assert.True(found.Refusal is null, $"{found.Model} {found.Scenario}: {JsonSerializer.Serialize(found.Refusal)}"));
        return figures;
    }
}
