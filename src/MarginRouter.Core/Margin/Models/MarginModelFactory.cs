using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.States;

namespace MarginRouter.Core.Margin.Models;

/// <summary>Binds a rule set to the model class that it names.</summary>
public static class MarginModelFactory
{
    /// <summary>Makes the model of a rule set.</summary>
    public static IMarginModel Create(MarginRuleSet rules) => rules.Book is null && Frame(rules) is { } frame
        ? new FrameModel(frame)
        : new StateModel(State(rules));

    /// <summary>The formulas of a rule set whose limits are affine pieces; null for every other.</summary>
    internal static IFrameRules? Frame(MarginRuleSet rules) => rules.Model switch
    {
        MarginModelKind.TieredDerivative => new TieredDerivative(rules),
        MarginModelKind.UsedMarginLevel => new UsedMarginLevel(rules),
        MarginModelKind.UnmarginedSpot => new UnmarginedSpot(rules),
        _ => null,
    };

    /// <summary>The rules of an account that is judged as a whole.</summary>
    internal static IStateRules State(MarginRuleSet rules) =>
        rules.Scenario is not null ? new ScenarioRoute(rules) : new BookRoute(rules);
}
