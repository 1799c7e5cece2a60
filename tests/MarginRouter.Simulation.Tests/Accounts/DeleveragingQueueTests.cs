using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Tests.Binance;

namespace MarginRouter.Simulation.Tests.Accounts;

/// <summary>The venue's queue for auto-deleveraging: who is closed first, and in which of its parts each stands.</summary>
public sealed class DeleveragingQueueTests
{
    private const string Symbol = "BTCUSDT";

    [Fact]
    public async Task Place_OfSeveralAccounts_FollowsProfitTimesLeverage()
    {
        // At a mark of 110: 10 % at about 1x, 10 % at about 2x, a loss, and a short.
        await using BinanceSimulator simulator = await WorldAsync(("calm", 10m, 100m, 1_000m), ("daring", 10m, 100m, 450m), ("losing", 20m, 115m, 2_000m), ("short", -5m, 120m, 1_000m));
        Assert.Equal(
            [("calm", 0.75m, true), ("daring", 1m, true), ("losing", 0.5m, false), ("short", 1m, true)],
            new[] { "calm", "daring", "losing", "short" }.Select(name => (name, Place(simulator, name).Share, Place(simulator, name).IsInProfit)));
        Assert.Equal([4, 5, 3, 5], new[] { "calm", "daring", "losing", "short" }.Select(name => Place(simulator, name).Part(5)));

        // Double the other's profit at the same leverage, and the order turns.
        simulator.Exchange.Deposit(simulator.Exchange.Account("daring"), "USDT", 5_000m);
        Assert.Equal((1m, 0.75m), (Place(simulator, "calm").Share, Place(simulator, "daring").Share));
    }

    [Fact]
    public async Task Place_WhenFlat_IsNone()
    {
        await using BinanceSimulator simulator = await WorldAsync(("calm", 10m, 100m, 1_000m), ("flat", 0m, 0m, 1_000m));
        Assert.Null(simulator.Exchange.QueuePlace(simulator.Exchange.Account("flat"), Symbol));
    }

    [Fact]
    public async Task AdlQuantile_OfAnAccount_IsItsFifthOfTheQueue()
    {
        await using BinanceSimulator simulator = await WorldAsync(("calm", 10m, 100m, 1_000m), ("daring", 90m, 100m, 2_000m));
        JsonElement row = Assert.Single((await SignedRequests.GetAsync(simulator, "/fapi/v1/adlQuantile")).EnumerateArray());
        Assert.Equal((Symbol, 0, 0), (row.Text("symbol"), row.GetProperty("adlQuantile").GetProperty("BOTH").GetInt32(), row.GetProperty("adlQuantile").GetProperty("LONG").GetInt32()));
        Assert.Empty(simulator.Defects);
    }

    private static QueuePlace Place(BinanceSimulator simulator, string account) =>
        simulator.Exchange.QueuePlace(simulator.Exchange.Account(account), Symbol) ?? throw new InvalidOperationException($"{account} has no place");

    /// <summary>The first account has the key that requests are signed with; the mark is 110.</summary>
    private static async Task<BinanceSimulator> WorldAsync(params (string Name, decimal Quantity, decimal Entry, decimal Wallet)[] accounts)
    {
        BinanceSimulatorOptions options = BinanceWorld.Options(BinanceMarketKind.UsdMargined, new FixedBookSource(), []);
        BinanceSimulator simulator = await BinanceWorld.StartAsync(options with
        {
            Accounts =
            [
                .. accounts.Select((account, number) => options.Accounts[0] with
                {
                    Name = account.Name,
                    ApiKey = number == 0 ? BinanceWorld.Key : $"key-{number}",
                    Balances = new Dictionary<string, decimal> { ["USDT"] = account.Wallet },
                    Positions = account.Quantity == 0m ? [] : [new OpeningPosition(Symbol, account.Quantity, account.Entry)],
                }),
            ],
        });
        simulator.Market(Symbol).FixMarkPrice(110m);
        return simulator;
    }
}
