using System.Collections.Immutable;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Tests.Routing;

/// <summary>
/// The margin rules of the routing tests: tiered derivative margin with one open tier, so that an independent check is a few lines.
/// The leverage is so high that the utilisation limit always binds before the venue's acceptance.
/// </summary>
internal static class TestMarginModels
{
    public const string RuleSet = "test/linear";
    public const string Symbol = "BTCUSDT";
    public const decimal MaintenanceRate = 0.05m;
    public const decimal Leverage = 50m;

    public static MarginModelTable Table() => new([MarginModelFactory.Create(new MarginRuleSet
    {
        Name = RuleSet,
        Venue = "test",
        Model = MarginModelKind.TieredDerivative,
        AsOf = new DateOnly(2025, 1, 1),
        Confidence = RuleConfidence.Low,
        Sources = ["made for tests"],
        Reporting = RouteScenario.Tether,
        Positions = PositionKeeping.Derivative,
        Haircuts = ImmutableSortedDictionary.Create<string, HaircutTable>(StringComparer.Ordinal)
            .Add("USDT", new HaircutTable([new HaircutTier(0m, null, 1m)]))
            .Add("USDC", new HaircutTable([new HaircutTier(0m, null, 1m)])),
        Tiers = ImmutableSortedDictionary.Create<string, TierTable>(StringComparer.Ordinal)
            .Add(Symbol, new TierTable([new MarginTier(0m, null, null, MaintenanceRate, 0m, null)])),
    })]);
}
