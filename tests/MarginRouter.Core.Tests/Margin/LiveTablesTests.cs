using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

public sealed class LiveTablesTests
{
    private const string Rules = "binance/usdm-cross";
    private static readonly SubaccountId Id = new(0);

    [Fact]
    public void Take_TableWithinTheBand_WinsOverTheFile()
    {
        LiveMarginTables tables = new([RuleFiles.Load(Rules)]);
        ImmutableArray<MarginTier> received = Changed(tier => tier with { MaintenanceRate = tier.MaintenanceRate * 1.2m, Deduction = 0m });
        Assert.Empty(tables.Take(Id, Rules, [new InstrumentTiers("BTCUSDT", received)]));
        Assert.Equal(0.0048m, tables.Find(Id, Rules)!.FindTiers("BTCUSDT")!.Tiers[0].MaintenanceRate);
        Assert.Equal(360m, tables.Find(Id, Rules)!.FindTiers("BTCUSDT-PERP")!.Tiers[1].Deduction);
        Assert.Equal(0.004m, tables.Find(Id, Rules)!.FindTiers("ETHUSDT")!.Tiers[0].MaintenanceRate);
        Assert.Equal(60_000m * 0.0048m, Maintenance(tables));
    }

    [Fact]
    public void Take_TwoAccountsOfOneRuleSet_EachKeepsItsOwnTables()
    {
        LiveMarginTables tables = new([RuleFiles.Load(Rules)]);
        Subaccount first = Account().Subaccount;
        Subaccount second = first with { Id = new SubaccountId(1) };
        Assert.Empty(tables.Take(first.Id, Rules, [new InstrumentTiers("BTCUSDT", Changed(tier => tier with { MaintenanceRate = tier.MaintenanceRate * 1.2m, Deduction = 0m }))]));
        Assert.Empty(tables.Take(second.Id, Rules, [new InstrumentTiers("BTCUSDT", Changed(tier => tier with { MaintenanceRate = tier.MaintenanceRate * 0.9m, Deduction = 0m }))]));
        Assert.Equal(60_000m * 0.0048m, Maintenance(tables));
        Assert.True(tables.Models.TryFind(second, out IMarginModel? model, out _));
        Assert.Equal(60_000m * 0.0036m, MarginWorld.Evaluator(model!, Account() with { Subaccount = second }).Before!.MaintenanceMargin);

        // Beyond the band of its own table, not of the other account's.
        Assert.Empty(tables.Take(first.Id, Rules, [new InstrumentTiers("BTCUSDT", Changed(tier => tier with { MaintenanceRate = tier.MaintenanceRate * 1.7m, Deduction = 0m }))]));
        Assert.Single(tables.Take(second.Id, Rules, [new InstrumentTiers("BTCUSDT", Changed(tier => tier with { MaintenanceRate = tier.MaintenanceRate * 1.7m, Deduction = 0m }))]));

        // A file that expires still serves nobody for whom nothing was received.
        Assert.True(tables.Expire(Rules));
        Assert.False(tables.IsExpired(first.Id, Rules));
        Assert.True(tables.IsExpired(new SubaccountId(2), Rules));
        Assert.Equal(60_000m * 0.0068m, Maintenance(tables));
        Assert.True(tables.Models.TryFind(first with { Id = new SubaccountId(2) }, out model, out _));
        Assert.Equal(RefusalReason.RuleSetExpired, MarginWorld.Evaluator(model!, Account()).MarginUnknown?.Reason);
    }

    public static TheoryData<string, string> Damages => new()
    {
        { "rate", "rate changes too much" },
        { "first", "first bound changes too much" },
        { "last", "largest size changes too much" },
        { "leverage", "largest leverage changes too much" },
        { "gap", "row 2 begins at the wrong size" },
        { "milder", "is milder than the row before" },
        { "deduction", "row 2 has a deduction that does not fit" },
        { "above", "outside [0, 1]" },
        { "empty", "no rows" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void Take_TableOutsideTheBandOrNone_IsRefusedByNameAndTheOldStays(string damage, string expected)
    {
        LiveMarginTables tables = new([RuleFiles.Load(Rules)]);
        MarginTier[] rows = [.. RuleFiles.Load(Rules).FindTiers("BTCUSDT")!.Tiers.Select(tier => tier with { Deduction = 0m })];
        switch (damage)
        {
            case "rate": rows = [.. rows.Select(tier => tier with { MaintenanceRate = tier.MaintenanceRate / 2.1m })]; break;
            case "first": rows[0] = rows[0] with { To = 100_000m }; rows[1] = rows[1] with { From = 100_000m }; break;
            case "last": rows[^1] = rows[^1] with { To = 18_000_000_000m }; break;
            case "leverage": rows[0] = rows[0] with { MaximumLeverage = 1_000m }; break;
            case "gap": rows[1] = rows[1] with { From = 300_001m }; break;
            case "milder": rows[5] = rows[5] with { MaintenanceRate = 0.001m }; break;
            case "deduction": rows[1] = rows[1] with { Deduction = 301m }; break;
            case "above": rows[^1] = rows[^1] with { MaintenanceRate = 1.5m }; break;
            default: rows = []; break;
        }

        Refusal refusal = Assert.Single(tables.Take(Id, Rules, [new InstrumentTiers("BTCUSDT", [.. rows])]));
        Assert.Equal(RefusalReason.TablesRefused, refusal.Reason);
        Assert.StartsWith("BTCUSDT: ", refusal.Subject, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Subject, StringComparison.Ordinal);
        Assert.Equal(60_000m * 0.004m, Maintenance(tables));
    }

    [Fact]
    public void Expire_FileTooOld_RefusesByNameUntilTablesCome()
    {
        LiveMarginTables tables = new([RuleFiles.Load(Rules)]);
        Assert.True(tables.Expire(Rules));
        Assert.False(tables.Expire("moon/cross"));
        AccountEvaluator evaluator = MarginWorld.Evaluator(Model(tables), Account());
        Refusal? refusal = evaluator.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Buy, 0.1m, 60_000m)]);
        Assert.Equal(RefusalReason.RuleSetExpired, refusal?.Reason);
        Assert.Equal("binance/usdm-cross of 2025-08-19", refusal!.Subject);
        Assert.Null(evaluator.Check([MarginWorld.Fill(MarginWorld.Btc, Side.Sell, 1m, 59_000m)]));

        Assert.Empty(tables.Take(Id, Rules, [new InstrumentTiers("BTCUSDT", Changed(tier => tier))]));
        Assert.False(tables.IsExpired(Id, Rules));
        Assert.Null(MarginWorld.Evaluator(Model(tables), Account()).Check([MarginWorld.Fill(MarginWorld.Btc, Side.Buy, 0.1m, 60_000m)]));

        // Nothing of the old file serves beside what was received.
        Assert.Null(tables.Find(Id, Rules)!.FindTiers("ETHUSDT"));
    }

    [Fact]
    public void Take_NewInstrument_IsJudgedByItsFormAlone()
    {
        LiveMarginTables tables = new([RuleFiles.Load(Rules)]);
        Assert.Empty(tables.Take(Id, Rules, [new InstrumentTiers("XRPUSDT", [new MarginTier(0m, 1_000m, null, 0.01m, 0m, 50m), new MarginTier(1_000m, 5_000m, null, 0.02m, 10m, 20m)])]));
        Assert.Equal(5_000m, tables.Find(Id, Rules)!.FindTiers("XRPUSDT")!.Top);
        Assert.Equal(RefusalReason.RuleSetMissing, Assert.Single(tables.Take(Id, "moon/cross", [])).Reason);
    }

    private static ImmutableArray<MarginTier> Changed(Func<MarginTier, MarginTier> change) =>
        [.. RuleFiles.Load(Rules).FindTiers("BTCUSDT")!.Tiers.Select(change)];

    private static MarginAccount Account() => MarginWorld.Account(
        Rules, "USDT", 0.5m, [("USDT", 1_000_000m)], MarginWorld.Position(MarginWorld.Btc, 1m, 60_000m, 10m));

    private static IMarginModel Model(LiveMarginTables tables)
    {
        Assert.True(tables.Models.TryFind(Account().Subaccount, out IMarginModel? model, out _));
        return model!;
    }

    private static decimal Maintenance(LiveMarginTables tables) =>
        MarginAssessor.Assess(MarginWorld.Reference, Model(tables), Account(), [], [], MarginWorld.Prices(), out _)!.MaintenanceMargin;
}
