using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Margin.Stress.History;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin.Stress.History;

/// <summary>Historical simulation of whole desks.</summary>
public sealed class HistoricalSimulationTests
{
    [Fact]
    public void Run_LinearAndInverse_LosesWhatTheContractsLose()
    {
        StressDesk desk = new("d", new Asset("USD"), Rates(("USDT", 1m), ("BTC", 50_000m), ("USD", 1m)), [Linear("long", 2m), Inverse()]);
        ImmutableArray<HistoryWindow> windows = [.. Moves().Select((move, i) => Window(i, move))];
        ImmutableArray<HistoricalRisk> risks = HistoricalSimulation.Run(desk, windows, 0.9m, out Refusal? refusal)!.Value;
        Assert.Null(refusal);

        // Long 2 at 50,000 with 20,000: loses 100,000 times the fall. Short 50,000 dollars against 1 BTC: worth 50,000 dollars whatever comes.
        Assert.Equal(120_000m - 100_000m, risks[0].Worth);
        Assert.Equal(TailRisk.Of(Moves().Select(move => -100_000m * move), 0.9m), risks[0].Tail);
        Assert.Equal(1m, risks[1].Worth);
        Assert.Equal(70_000m, risks[2].Worth);
        Assert.Equal(Math.Round(risks[0].Tail.ExpectedShortfall, 10), Math.Round(risks[2].Tail.ExpectedShortfall, 10));
        Assert.Equal(0, risks[1].Liquidations);
        Assert.Equal(Moves().Count(move => (20_000m + (100_000m * move)) <= 100_000m * (1m + move) * 0.0045m), risks[0].Liquidations);
        Assert.True(risks[0].Liquidations > 0);
        Assert.Equal(risks[0].Liquidations, risks[2].Liquidations);
    }

    [Fact]
    public void Run_TwoAccountsOnOppositeSides_TheDeskLosesLessThanTheirSum()
    {
        StressDesk desk = new("d", new Asset("USDT"), Rates(("USDT", 1m)), [Linear("long", 2m), Linear("short", -1.5m)]);
        ImmutableArray<HistoricalRisk> risks = HistoricalSimulation.Run(desk, [.. Moves().Select((move, i) => Window(i, move))], 0.9m, out _)!.Value;
        Assert.Equal(TailRisk.Of(Moves().Select(move => -25_000m * move), 0.9m), risks[2].Tail);
        Assert.True(risks[2].Tail.ExpectedShortfall < risks[0].Tail.ExpectedShortfall + risks[1].Tail.ExpectedShortfall);
    }

    [Fact]
    public void Run_PriceThatIsMissing_IsRefusedByName()
    {
        StressAccount account = Linear("a", 1m);
        account = account with { Case = account.Case with { Balances = [.. account.Case.Balances, new(new Asset("XYZ"), 1m, null)] } };
        Assert.Null(HistoricalSimulation.Run(new StressDesk("d", new Asset("USDT"), Rates(("USDT", 1m)), [account]), [Window(0, 0m)], 0.5m, out Refusal? refusal));
        Assert.Equal("XYZ in USDT", refusal!.Subject);
    }

    [Fact]
    public void Missing_AssetWithoutAColumn_IsNamedUnlessPegged()
    {
        StressDesk desk = new("d", new Asset("USD"), Rates(("USDT", 1m)), [Linear("a", 1m)]);
        ReturnHistory history = new(["ETH"], [], []);
        Assert.Equal(["BTC"], HistoricalSimulation.Missing(desk, history, ["USDT"]).AsEnumerable());
        Assert.Equal(["BTC", "USDT"], HistoricalSimulation.Missing(desk, history, []).AsEnumerable());
    }

    private static IEnumerable<decimal> Moves() => Enumerable.Range(0, 50).Select(i => (((i * 37) % 50) - 25) / 100m);

    private static HistoryWindow Window(int day, decimal move) => new(
        new DateOnly(2026, 1, 1).AddDays(day), ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal).SetItem("BTC", move));

    private static ImmutableSortedDictionary<string, decimal> Rates(params (string Code, decimal Rate)[] rates) =>
        rates.ToImmutableSortedDictionary(rate => rate.Code, rate => rate.Rate, StringComparer.Ordinal);

    private static StressAccount Linear(string name, decimal quantity) => new()
    {
        Name = name,
        Case = StressCases.Read($$$"""
            {"rules": "binance/usdm-cross", "tables": {"tiers": {"BTCUSDT-PERP": [{"from": "0", "to": null, "maintenanceRate": "0.0045"}]}},
             "account": {"collateral": [{"asset": "USDT", "quantity": "20000"}],
              "positions": [{"instrument": "BTCUSDT-PERP", "underlying": "BTC", "kind": "linear", "quantity": "{{{quantity}}}",
                             "entryPrice": "50000", "mark": "50000", "leverage": "10"}]}}
            """),
    };

    private static StressAccount Inverse() => new()
    {
        Name = "inverse",
        Case = StressCases.Read("""
            {"rules": "binance/coinm", "tables": {"tiers": {"BTCUSD_PERP": [{"from": "0", "to": null, "maintenanceRate": "0.004"}]}},
             "account": {"collateral": [{"asset": "BTC", "quantity": "1"}],
              "positions": [{"instrument": "BTCUSD_PERP", "underlying": "BTC", "kind": "inverse", "multiplier": "100", "quantity": "-500",
                             "entryPrice": "50000", "mark": "50000", "leverage": "10"}]}}
            """),
    };
}
