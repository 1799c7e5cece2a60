using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>
/// The venues' what-if calls over their real protocols: drift that no statement can show, because nothing is held, is found by what the venue
/// says of a position that might be.
/// </summary>
public sealed class WhatIfTests
{
    public static TheoryData<string> Venues => ["bybit", "bybit portfolio", "okx", "okx portfolio"];

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task PublishedTables_FlatAndHeld_AreNeverFlagged(string name)
    {
        await using WhatIfWorld world = await WhatIfWorld.StartAsync(Setting(name));
        await world.UntilAsync(ofWhatIfs: true, all => all.Length >= 2, "answers while flat");
        ReportParent bought = await world.TradeAsync("B1", Side.Buy, 0.5m);
        Assert.True(bought.CumulativeQuantity == 0.5m, string.Join("; ", bought.Refusals));
        int before = world.Comparisons(ofWhatIfs: true).Length;
        await world.UntilAsync(ofWhatIfs: true, all => all.Length >= before + 2, "answers with a position");
        MarginComparison[] found = world.Comparisons(ofWhatIfs: true);
        Assert.All(found, one => Assert.True(one.Outcome == ReconciliationOutcome.Agrees && one.Error < 0.001m, $"{one.Question}: {DriftWorld.Text(one)}"));
        Assert.Contains(found, one => one.Question!.Contains("buying", StringComparison.Ordinal));
        Assert.All(world.Comparisons(ofWhatIfs: false), one => Assert.True(one.Outcome is ReconciliationOutcome.Agrees or ReconciliationOutcome.NotReported, DriftWorld.Text(one)));
        Assert.Contains(found.SelectMany(one => one.Figures), figure => figure.Venue > 0m && figure.Name is "initialRate" or "maintenanceMargin");
        if (name == "bybit portfolio")
            Assert.Contains(found.SelectMany(one => one.Figures), figure => figure.Name == "worstLoss BTC" && figure.Venue > 0m);
    }

    [Theory]
    [MemberData(nameof(Venues))]
    public async Task AlteredTables_NothingHeld_TurnsTheAccountReduceOnlyWhateverStatementsSay(string name)
    {
        WhatIfSetting setting = Setting(name);
        await using WhatIfWorld world = await WhatIfWorld.StartAsync(setting with { VenueRules = Altered(setting.VenueRules) });
        await world.UntilAsync(ofWhatIfs: true, all => all.Any(one => one.Outcome == ReconciliationOutcome.Drifts), "drift");
        int before = world.Comparisons(ofWhatIfs: false).Length;
        await world.UntilAsync(ofWhatIfs: false, all => all.Length >= before + 5, "statements after the drift");
        Assert.All(world.Comparisons(ofWhatIfs: false), one => Assert.True(one.Outcome is ReconciliationOutcome.Agrees or ReconciliationOutcome.NotReported, DriftWorld.Text(one)));
        string alarm = Assert.Single(world.Router.Alarms, text => text.StartsWith("Alarm marginDrift:", StringComparison.Ordinal));
        Assert.Contains("what if", alarm, StringComparison.Ordinal);
        Assert.Contains(setting.Symbol, alarm, StringComparison.Ordinal);
        ReportParent refused = await world.TradeAsync("B1", Side.Buy, 0.1m);
        Refusal why = Assert.Single(refused.Refusals);
        Assert.Equal(RefusalReason.MarginDrift, why.Reason);
        Assert.Contains("what if", why.Subject, StringComparison.Ordinal);
    }

    private static WhatIfSetting Setting(string name) => name switch
    {
        "bybit" => WhatIfSetting.Bybit,
        "bybit portfolio" => WhatIfSetting.BybitPortfolio,
        "okx" => WhatIfSetting.Okx,
        _ => WhatIfSetting.OkxPortfolio,
    };

    /// <summary>Tiers: maintenance tripled, and closing fees of 1 %, which are part of the requirement. Scenarios: a charge on contracts, and half as much again on top.</summary>
    private static MarginRuleSet Altered(MarginRuleSet rules) => rules.Scenario is { } scenario
        ? rules with { Scenario = scenario with { ContractCharge = scenario.ContractCharge is { } charge ? charge with { Classes = charge.Classes.SetItem("all", [0.05m]) } : null, OtherFactor = scenario.OtherFactor + 0.5m } }
        : rules.WithMaintenance(3m) with { Book = rules.Book! with { Taker = 0.01m } };
}
