using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Runtime;

/// <summary>Makes engines and optimisers from a configuration: the live router, recovery and replay use the same.</summary>
internal static class EngineFactory
{
    public static RouteOptimizer CreateOptimizer(RouterConfiguration configuration)
    {
        ImmutableArray<IMarginModel> models = [.. configuration.RuleSets.Values.Select(MarginModelFactory.Create)];
        return new RouteOptimizer(configuration.Firm.Reference, new MarginModelTable(models) { Stress = configuration.Stress });
    }

    public static RouterEngine Create(RouterConfiguration configuration)
    {
        Firm firm = configuration.Firm;
        FirmLedger ledger = new(firm.Reference, firm.Subaccounts, subaccount => HoldsSpotPositions(configuration, subaccount));
        return new RouterEngine(firm, CreateOptimizer(configuration), ledger);
    }

    private static bool HoldsSpotPositions(RouterConfiguration configuration, Subaccount subaccount) =>
        configuration.RuleSets[subaccount.RuleSet].Positions == PositionKeeping.SpotMargin;
}
