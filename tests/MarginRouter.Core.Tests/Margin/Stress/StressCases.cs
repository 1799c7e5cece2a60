using System.Collections.Immutable;
using System.Text;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin.Stress;

/// <summary>Cases and stress sets from texts as files hold them.</summary>
internal static class StressCases
{
    public static string Folder { get; } = Path.Combine(SharedData.Repository, "config", "stress");

    public static MarginCase Read(string json)
    {
        MarginCase? read = MarginCaseJson.Read("case.json", Encoding.UTF8.GetBytes(json), RuleFiles.Load, out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return read!;
    }

    public static StressSet Set(string file)
    {
        StressSet? set = StressSetJson.Read(file, File.ReadAllBytes(Path.Combine(Folder, file)), out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return set!;
    }

    /// <summary>A set with these scenario entries and nothing else.</summary>
    public static string SetText(string scenarios) =>
        $$"""{"schema": 1, "name": "s", "asOf": "2026-11-22", "sources": ["x"], "pegged": ["USD", "USDT", "USDC"], "scenarios": [{{scenarios}}]}""";

    public static StressScenario Scenario(string entry, params MarginCase[] cases)
    {
        StressSet? set = StressSetJson.Read("set.json", Encoding.UTF8.GetBytes(SetText(entry)), out ImmutableArray<RuleSetError> errors);
        Assert.Empty(errors);
        return set!.Scenarios(StressExposure.Of(cases)).Single();
    }

    public static MarginCase Under(this MarginCase margin, StressScenario scenario)
    {
        MarginCase? stressed = StressedCase.Of(scenario, margin, out Refusal? refusal);
        Assert.Null(refusal);
        return stressed!;
    }

    public static MarginFigures Evaluate(this MarginCase margin)
    {
        MarginFigures? figures = MarginCaseEvaluator.Evaluate(margin, out Refusal? refusal);
        Assert.Null(refusal);
        return figures!;
    }

    public static MarginAssessment Assess(this MarginCase margin) => margin.Evaluate().Margin!;
}
