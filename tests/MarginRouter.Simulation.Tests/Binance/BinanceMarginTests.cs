using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Markets;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Binance;

/// <summary>Margin calls, liquidation and isolated margin in the venue's own messages.</summary>
public sealed class BinanceMarginTests
{
    [Fact]
    public async Task Liquidation_OnTheUserStream_IsAMarginCallThenAnAutocloseOrder()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined, new OpeningPosition("BTCUSDT", 40m, 100m));
        await using RawSocket user = await UserAsync(simulator);

        simulator.Market("BTCUSDT").FixMarkPrice(75.2m);
        simulator.Exchange.Step();
        JsonElement call = await user.ReceiveAsync();
        JsonElement accepted = (await user.ReceiveAsync()).GetProperty("o");
        JsonElement account = await user.ReceiveAsync();
        JsonElement trade = (await user.ReceiveAsync()).GetProperty("o");

        JsonElement position = call.GetProperty("p")[0];
        Assert.Equal(("MARGIN_CALL", 1_000m), (call.Text("e"), call.Amount("cw")));
        Assert.Equal(("BTCUSDT", 40m, "CROSSED", 75.2m), (position.Text("s"), position.Amount("pa"), position.Text("mt"), position.Amount("mp")));
        Assert.Equal(40m * 75.2m * 0.004m, position.Amount("mm"));
        Assert.StartsWith("autoclose-", accepted.Text("c"), StringComparison.Ordinal);
        Assert.Equal(("LIQUIDATION", "NEW", "SELL"), (accepted.Text("o"), accepted.Text("X"), accepted.Text("S")));
        Assert.Equal("ACCOUNT_UPDATE", account.Text("e"));
        Assert.Equal(("TRADE", "LIQUIDATION"), (trade.Text("x"), trade.Text("ot")));
        Assert.Empty(simulator.Defects);
    }

    [Fact]
    public async Task IsolatedAccount_StatesWhatStandsForThePosition()
    {
        BinanceSimulatorOptions options = BinanceWorld.Options(
            BinanceMarketKind.UsdMargined, new FixedBookSource(), [new OpeningPosition("BTCUSDT", 50m, 100m) { IsolatedMargin = 600m }]);
        await using BinanceSimulator simulator = await BinanceWorld.StartAsync(options with
        {
            Accounts = [options.Accounts[0] with { IsIsolated = true }],
            Rules = PublishedRules.Read("binance/usdm-isolated"),
        });
        simulator.Market("BTCUSDT").FixMarkPrice(101m);

        JsonElement risk = (await SignedRequests.GetAsync(simulator, "/fapi/v3/positionRisk"))[0];
        JsonElement account = await SignedRequests.GetAsync(simulator, "/fapi/v3/account");
        JsonElement config = (await SignedRequests.GetAsync(simulator, "/fapi/v1/symbolConfig"))[0];

        Assert.Equal(("isolated", 600m, 650m), (risk.Text("marginType"), risk.Amount("isolatedWallet"), risk.Amount("isolatedMargin")));
        Assert.Equal((1_600m, 1_000m, 1_650m), (account.Amount("totalWalletBalance"), account.Amount("totalCrossWalletBalance"), account.Amount("totalMarginBalance")));
        Assert.Equal((600m, 650m), (account.GetProperty("positions")[0].Amount("isolatedWallet"), account.GetProperty("positions")[0].Amount("isolatedMargin")));
        Assert.Equal("ISOLATED", config.Text("marginType"));

        // 50 x 100 less 600 must cover 0.4 % of what the position is worth: liquidation where 600 + 50 (p - 100) = 0.2 p.
        Assert.Equal(Math.Round(4_400m / 49.8m, 6), Math.Round(risk.Amount("liquidationPrice"), 6));
        Assert.Empty(simulator.Defects);
    }

    private static async Task<RawSocket> UserAsync(BinanceSimulator simulator)
    {
        string listenKey = (await SignedRequests.SendAsync(simulator, HttpMethod.Post, "/fapi/v1/listenKey")).Text("listenKey");
        return await RawSocket.ConnectAsync(simulator.WebSocketUri, "/private/ws/" + listenKey);
    }
}
