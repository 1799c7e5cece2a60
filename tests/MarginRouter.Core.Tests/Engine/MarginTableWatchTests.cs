using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Tests.Margin;

namespace MarginRouter.Core.Tests.Engine;

public sealed class MarginTableWatchTests
{
    private const string Rules = "binance/usdm-cross";
    private readonly CommandList commands = new();
    private readonly LiveMarginTables tables = new([RuleFiles.Load(Rules)]);

    [Fact]
    public void Apply_TableOutsideTheBand_RaisesAnAlarmByNameAndKeepsTheOld()
    {
        MarginTier[] halved = [.. RuleFiles.Load(Rules).FindTiers("BTCUSDT")!.Tiers.Select(tier => tier with { MaintenanceRate = tier.MaintenanceRate / 4m, Deduction = 0m })];
        Watch(tables).Apply(new MarginTablesReceived(new SubaccountId(0), [new InstrumentTiers("BTCUSDT", [.. halved])]), commands);
        RaiseAlarm alarm = Only();
        Assert.Equal("marginTablesRefused", alarm.Code);
        Assert.Contains("binance/usdm-cross of desk: BTCUSDT: rate changes too much", alarm.Text, StringComparison.Ordinal);
        Assert.Equal(0.004m, tables.Find(new SubaccountId(0), Rules)!.FindTiers("BTCUSDT")!.Tiers[0].MaintenanceRate);
    }

    [Fact]
    public void Apply_ExpiredThenReceived_SaysSoAndServesAgain()
    {
        MarginTableWatch watch = Watch(tables);
        watch.Apply(new MarginRulesExpired(Rules), commands);
        Assert.Equal("marginRulesExpired", Only().Code);
        Assert.True(tables.IsExpired(new SubaccountId(0), Rules));
        watch.Apply(new MarginTablesReceived(new SubaccountId(0), [new InstrumentTiers("BTCUSDT", RuleFiles.Load(Rules).FindTiers("BTCUSDT")!.Tiers)]), commands);
        Assert.Equal(1, commands.Count);
        Assert.False(tables.IsExpired(new SubaccountId(0), Rules));
    }

    [Fact]
    public void Apply_WithoutTablesThatChange_IsAnAlarmNotSilence()
    {
        Watch(null).Apply(new MarginTablesReceived(new SubaccountId(0), []), commands);
        Assert.Equal("marginTablesRefused", Only().Code);
    }

    private RaiseAlarm Only()
    {
        Assert.Equal(1, commands.Count);
        return Assert.IsType<RaiseAlarm>(commands[0]);
    }

    private static MarginTableWatch Watch(LiveMarginTables? tables) => new(
        new Firm
        {
            Reference = MarginWorld.Reference,
            Subaccounts = [MarginWorld.Account(Rules, "USDT", 0.5m, [("USDT", 1m)]).Subaccount],
            Desks = [],
            Valuation = [],
            Ages = new AgeLimits(1_000, 1_000, 1_000),
            BookDepth = 10,
            WorkUnits = 100,
        },
        tables);
}
