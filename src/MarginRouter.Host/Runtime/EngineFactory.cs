using MarginRouter.Core.Engine;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Journal;

namespace MarginRouter.Host.Runtime;

/// <summary>Makes engines and optimisers from a configuration: the live router, recovery and replay use the same.</summary>
internal static class EngineFactory
{
    /// <summary>An engine and the optimizer that it decides with: both read the same margin tables, which events may change.</summary>
    public static (RouterEngine Engine, RouteOptimizer Optimizer) CreateBoth(RouterConfiguration configuration)
    {
        (RouterEngine engine, RouteOptimizer optimizer, _) = CreateWithTables(configuration);
        return (engine, optimizer);
    }

    /// <summary>The same with the tables, for those who ask which rules are in use.</summary>
    public static (RouterEngine Engine, RouteOptimizer Optimizer, LiveMarginTables Tables) CreateWithTables(RouterConfiguration configuration)
    {
        // Venues change terms while the router runs: each engine has instruments of its own.
        Firm firm = configuration.Firm with { Reference = configuration.Firm.Reference.Copy() };
        LiveMarginTables tables = new(configuration.RuleSets.Values, configuration.Stress);
        RouteOptimizer optimizer = new(firm.Reference, tables.Models);
        FirmLedger ledger = new(firm.Reference, firm.Subaccounts, subaccount => HoldsSpotPositions(configuration, subaccount));
        return (new RouterEngine(firm, optimizer, ledger, tables), optimizer, tables);
    }

    /// <summary>An engine.</summary>
    public static RouterEngine Create(RouterConfiguration configuration) => CreateBoth(configuration).Engine;

    /// <summary>A replay that decides with the tables which the journal's own events have made.</summary>
    public static DecisionReplay CreateReplay(RouterConfiguration configuration)
    {
        (RouterEngine engine, RouteOptimizer optimizer) = CreateBoth(configuration);
        return new DecisionReplay(engine.Firm, optimizer, engine);
    }

    private static bool HoldsSpotPositions(RouterConfiguration configuration, Subaccount subaccount) =>
        configuration.RuleSets[subaccount.RuleSet].Positions == PositionKeeping.SpotMargin;
}
