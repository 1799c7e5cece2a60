using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;

namespace MarginRouter.Simulation.Tests.Binance;

public sealed class BinanceFuturesOrderTests
{
    [Fact]
    public async Task OrderPlace_ReducingAPosition_ReportsTradeProfitAndAccount()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined, new OpeningPosition("BTCUSDT", 2m, 90m));
        string listenKey = (await SignedRequests.SendAsync(simulator, HttpMethod.Post, "/fapi/v1/listenKey")).Text("listenKey");
        await using RawSocket user = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/private/ws/" + listenKey);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-fapi/v1");

        JsonElement answer = await api.AskAsync(SignedRequests.Order(1, "a", "SELL", "0.500", "99.9", ("newOrderRespType", "RESULT")), 1);
        JsonElement[] events = [await user.ReceiveAsync(), await user.ReceiveAsync(), await user.ReceiveAsync()];

        JsonElement result = answer.GetProperty("result");
        Assert.Equal(("FILLED", 0.5m, 99.9m), (result.Text("status"), result.Amount("executedQty"), result.Amount("avgPrice")));
        Assert.Equal(["ORDER_TRADE_UPDATE", "ACCOUNT_UPDATE", "ORDER_TRADE_UPDATE"], events.Select(item => item.Text("e")));
        Assert.Equal("NEW", events[0].GetProperty("o").Text("x"));
        JsonElement trade = events[2].GetProperty("o");
        Assert.Equal(("a", "TRADE", "FILLED"), (trade.Text("c"), trade.Text("x"), trade.Text("X")));
        Assert.Equal((0.5m, 99.9m, 4.95m, 0.024975m), (trade.Amount("l"), trade.Amount("L"), trade.Amount("rp"), trade.Amount("n")));
        Assert.Equal(trade.Number("T"), events[1].Number("T"));
        JsonElement update = events[1].GetProperty("a");
        Assert.Equal(1_000m + 4.95m - 0.024975m, update.GetProperty("B")[0].Amount("wb"));
        Assert.Equal((1.5m, 90m), (update.GetProperty("P")[0].Amount("pa"), update.GetProperty("P")[0].Amount("ep")));
    }

    [Fact]
    public async Task AccountQueries_StateWalletMarginPositionAndTrades()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined, new OpeningPosition("BTCUSDT", -2m, 110m));
        simulator.Market("BTCUSDT").FixMarkPrice(100m);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-fapi/v1");
        JsonElement placed = await api.AskAsync(SignedRequests.Order(1, "a", "SELL", "1.000", "99.0"), 1);

        JsonElement account = await SignedRequests.GetAsync(simulator, "/fapi/v3/account");
        JsonElement risk = (await SignedRequests.GetAsync(simulator, "/fapi/v3/positionRisk", "symbol=BTCUSDT"))[0];
        JsonElement order = await SignedRequests.GetAsync(simulator, "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=a");
        JsonElement trade = (await SignedRequests.GetAsync(simulator, "/fapi/v1/userTrades", "symbol=BTCUSDT")).EnumerateArray().Single();
        JsonElement config = (await SignedRequests.GetAsync(simulator, "/fapi/v1/symbolConfig"))[0];

        decimal entry = (220m + 99.9m) / 3;
        decimal wallet = 1_000m - 0.04995m;
        Assert.Equal(("NEW", 0m), (placed.GetProperty("result").Text("status"), placed.GetProperty("result").Amount("executedQty")));
        Assert.Equal(wallet, account.Amount("totalWalletBalance"));
        Assert.Equal(Math.Round(wallet + (3 * (entry - 100m)), 8), account.Amount("totalMarginBalance"));
        Assert.Equal((30m, 1.2m), (account.Amount("totalInitialMargin"), account.Amount("totalMaintMargin")));
        Assert.Equal(-3m, account.GetProperty("positions")[0].Amount("positionAmt"));
        Assert.Equal((-3m, 100m, "10", -300m), (risk.Amount("positionAmt"), risk.Amount("markPrice"), risk.Text("leverage"), risk.Amount("notional")));
        Assert.Equal(Math.Round(entry, 11), risk.Amount("entryPrice"));
        Assert.Equal(trade.Number("time"), risk.Number("updateTime"));
        Assert.Equal(("FILLED", 99.9m), (order.Text("status"), order.Amount("avgPrice")));
        Assert.Equal(10, config.Number("leverage"));
    }

    [Fact]
    public async Task PositionRisk_LiquidationPrice_MakesMaintenanceEqualEquity()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined, new OpeningPosition("BTCUSDT", 50m, 100m));

        decimal price = (await SignedRequests.GetAsync(simulator, "/fapi/v3/positionRisk"))[0].Amount("liquidationPrice");

        simulator.Market("BTCUSDT").FixMarkPrice(price);
        MarginFigures margin = simulator.Account("main").Margin!;
        Assert.InRange(margin.Equity - margin.MaintenanceMargin, -0.0001m, 0.0001m);
        Assert.InRange(price, 80m, 81m);
    }

    [Fact]
    public async Task DepositAndLeverage_AreToldOnTheUserStream()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined);
        string listenKey = (await SignedRequests.SendAsync(simulator, HttpMethod.Post, "/fapi/v1/listenKey")).Text("listenKey");
        await using RawSocket user = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/private/ws/" + listenKey);

        simulator.Exchange.Deposit(simulator.Exchange.Account("main"), "USDT", 500m);
        simulator.Exchange.SetLeverage(simulator.Exchange.Account("main"), "BTCUSDT", 25m);
        JsonElement deposit = (await user.ReceiveAsync()).GetProperty("a");
        JsonElement leverage = await user.ReceiveAsync();

        Assert.Equal(("DEPOSIT", 1_500m, 500m), (deposit.Text("m"), deposit.GetProperty("B")[0].Amount("wb"), deposit.GetProperty("B")[0].Amount("bc")));
        Assert.Equal(("ACCOUNT_CONFIG_UPDATE", 25), (leverage.Text("e"), leverage.GetProperty("ac").Number("l")));
        Assert.Equal(25, (await SignedRequests.GetAsync(simulator, "/fapi/v1/symbolConfig"))[0].Number("leverage"));
    }

    [Fact]
    public async Task OrderPlace_ThatEmptiesASide_KeepsTheLastMark()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined);
        simulator.Exchange.Deposit(simulator.Exchange.Account("main"), "USDT", 100_000m);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-fapi/v1");

        JsonElement answer = await api.AskAsync(SignedRequests.Order(1, "a", "BUY", "60.000", "101.0", ("newOrderRespType", "RESULT")), 1);

        Assert.Equal(53m, answer.GetProperty("result").Amount("executedQty"));
        Assert.Equal(100.2m, simulator.Market("BTCUSDT").MarkPrice);
        Assert.Empty(simulator.Defects);
    }

    [Theory]
    [InlineData("200.000", "100.0", "false", -2019)]
    [InlineData("1.0005", "100.0", "false", -4023)]
    [InlineData("1.000", "100.05", "false", -4014)]
    [InlineData("0.001", "100.0", "false", -4164)]
    [InlineData("1.000", "100.0", "true", -2022)]
    public async Task OrderPlace_AgainstARule_AnswersTheVenuesError(string quantity, string price, string reduceOnly, int code)
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-fapi/v1");

        JsonElement answer = await api.AskAsync(SignedRequests.Order(1, "a", "BUY", quantity, price, ("reduceOnly", reduceOnly)), 1);

        Assert.Equal(code, answer.GetProperty("error").Number("code"));
    }

    [Fact]
    public async Task ListenKey_UnknownOrClosed_IsRefused()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined);

        JsonElement renewed = await SignedRequests.SendAsync(simulator, HttpMethod.Put, "/fapi/v1/listenKey");
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => RawSocket.ConnectAsync(simulator.WebSocketUri, "/private/ws/none"));
        JsonElement unknown = await SignedRequests.SendAsync(simulator, HttpMethod.Post, "/fapi/v1/listenKey", "other");

        Assert.Equal(-1125, renewed.Number("code"));
        Assert.Equal(-2015, unknown.Number("code"));
    }

    [Fact]
    public async Task LeverageBracket_StatesTheTable()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.UsdMargined);

        JsonElement[] brackets = [.. (await SignedRequests.GetAsync(simulator, "/fapi/v1/leverageBracket", "symbol=BTCUSDT"))[0].GetProperty("brackets").EnumerateArray()];

        Assert.Equal(12, brackets.Length);
        Assert.Equal((300_000m, 800_000m, 0.005m, 300m), (
            brackets[1].GetProperty("notionalFloor").GetDecimal(),
            brackets[1].GetProperty("notionalCap").GetDecimal(),
            brackets[1].GetProperty("maintMarginRatio").GetDecimal(),
            brackets[1].GetProperty("cum").GetDecimal()));
    }
}
