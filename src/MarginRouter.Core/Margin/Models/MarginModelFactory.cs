using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Models;

/// <summary>Binds a rule set to the model class that it names.</summary>
public static class MarginModelFactory
{
    /// <summary>Makes the model of a rule set.</summary>
    public static IMarginModel Create(MarginRuleSet rules) => rules.Model switch
    {
        _ when rules.Book is not null => new UnroutedModel(rules),
        MarginModelKind.TieredDerivative => new TieredDerivative(rules),
        MarginModelKind.UsedMarginLevel => new UsedMarginLevel(rules),
        MarginModelKind.UnmarginedSpot => new UnmarginedSpot(rules),
        MarginModelKind.ScenarioGrid => new ScenarioGrid(rules),
        _ => new UnroutedModel(rules),
    };
}
