using System.Text.Json;
using MarginRouter.Simulation.Binance;

namespace MarginRouter.Simulation.Tests.Binance;

public sealed class BinanceSpotOrderTests
{
    [Fact]
    public async Task OrderPlace_SweepThatPartlyExpires_ReportsEveryStepAndExactBalances()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");
        JsonElement subscribed = await api.AskAsync(SignedRequests.Socket(1, "userDataStream.subscribe.signature"), 1);
        Assert.Equal(200, subscribed.Number("status"));
        long subscriptionId = subscribed.GetProperty("result").Number("subscriptionId");

        List<JsonElement> pushed = [];
        JsonElement answer = await api.AskAsync(SignedRequests.Order(2, "k3f1-1-0", "BUY", "4.00000", "100.10"), 2, pushed);

        JsonElement result = answer.GetProperty("result");
        Assert.Equal(("EXPIRED", 3m, 300.2m), (result.Text("status"), result.Amount("executedQty"), result.Amount("cummulativeQuoteQty")));
        Assert.Equal(2, result.GetProperty("fills").GetArrayLength());
        Assert.Contains(answer.GetProperty("rateLimits").EnumerateArray(), limit => limit.Text("rateLimitType") == "ORDERS" && limit.Number("count") == 1);

        Assert.All(pushed, message => Assert.Equal(subscriptionId, message.Number("subscriptionId")));
        JsonElement[] events = [.. pushed.Select(message => message.GetProperty("event"))];
        Assert.Equal(
            ["NEW/NEW", "TRADE/PARTIALLY_FILLED", "position", "TRADE/PARTIALLY_FILLED", "position", "EXPIRED/EXPIRED"],
            events.Select(item => item.Text("e") == "executionReport" ? item.Text("x") + "/" + item.Text("X") : "position"));
        JsonElement second = events[3];
        Assert.Equal(("k3f1-1-0", 2m, 3m, 100.1m), (second.Text("c"), second.Amount("l"), second.Amount("z"), second.Amount("L")));
        Assert.Equal((0.002m, "BTC"), (second.Amount("n"), second.Text("N")));
        Assert.True(second.Number("T") > events[1].Number("T"));
        Assert.Equal(second.Number("T"), events[4].Number("u"));
        Dictionary<string, decimal> balances = events[4].GetProperty("B").EnumerateArray().ToDictionary(item => item.Text("a"), item => item.Amount("f"));
        Assert.Equal((1_000m - 300.2m, 7m - 0.003m), (balances["USDT"], balances["BTC"]));
    }

    [Fact]
    public async Task Queries_AfterAnOrder_TellItsStatusTradesAndAccount()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");
        JsonElement placed = await api.AskAsync(SignedRequests.Order(1, "a", "SELL", "0.5", "99.90", ("newOrderRespType", "ACK")), 1);
        long orderId = placed.GetProperty("result").Number("orderId");

        JsonElement status = (await api.AskAsync(SignedRequests.Socket(2, "order.status", ("symbol", "BTCUSDT"), ("origClientOrderId", "a")), 2)).GetProperty("result");
        JsonElement trades = (await api.AskAsync(SignedRequests.Socket(3, "myTrades", ("symbol", "BTCUSDT"), ("orderId", orderId.ToString(System.Globalization.CultureInfo.InvariantCulture))), 3)).GetProperty("result");
        JsonElement account = (await api.AskAsync(SignedRequests.Socket(4, "account.status"), 4)).GetProperty("result");

        Assert.False(placed.GetProperty("result").TryGetProperty("status", out _));
        Assert.Equal(("FILLED", 0.5m, orderId), (status.Text("status"), status.Amount("executedQty"), status.Number("orderId")));
        JsonElement trade = trades.EnumerateArray().Single();
        Assert.Equal((99.9m, 0.5m, 0.04995m, "USDT", false), (trade.Amount("price"), trade.Amount("qty"), trade.Amount("commission"), trade.Text("commissionAsset"), trade.GetProperty("isBuyer").GetBoolean()));
        Assert.Equal(trade.Number("time"), account.Number("updateTime"));
        Dictionary<string, decimal> balances = account.GetProperty("balances").EnumerateArray().ToDictionary(item => item.Text("asset"), item => item.Amount("free"));
        Assert.Equal((1_000m + 49.95m - 0.04995m, 3.5m), (balances["USDT"], balances["BTC"]));
    }

    [Fact]
    public async Task Deposit_IsToldAsBalanceUpdateAndPosition()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");
        await api.AskAsync(SignedRequests.Socket(1, "userDataStream.subscribe.signature"), 1);

        simulator.Exchange.Deposit(simulator.Exchange.Account("main"), "BTC", -1.5m);
        JsonElement change = (await api.ReceiveAsync()).GetProperty("event");
        JsonElement position = (await api.ReceiveAsync()).GetProperty("event");

        Assert.Equal(("balanceUpdate", "BTC", -1.5m), (change.Text("e"), change.Text("a"), change.Amount("d")));
        Assert.Equal(2.5m, position.GetProperty("B").EnumerateArray().Single(item => item.Text("a") == "BTC").Amount("f"));
        Assert.Equal(change.Number("T"), position.Number("u"));
    }

    [Theory]
    [InlineData("BUY", "1", "100.001", -1013)]
    [InlineData("BUY", "1.000001", "100", -1013)]
    [InlineData("BUY", "0.00001", "100", -1013)]
    [InlineData("BUY", "11", "100", -2010)]
    [InlineData("HOLD", "1", "100", -1117)]
    [InlineData("BUY", "one", "100", -1102)]
    public async Task OrderPlace_AgainstARule_AnswersTheVenuesError(string side, string quantity, string price, int code)
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");

        JsonElement answer = await api.AskAsync(SignedRequests.Order(1, "a", side, quantity, price), 1);

        Assert.Equal(400, answer.Number("status"));
        Assert.Equal(code, answer.GetProperty("error").Number("code"));
        Assert.Empty(simulator.Exchange.Orders(simulator.Exchange.Account("main")));
    }

    [Fact]
    public async Task OrderCancelAndStatus_OfUnknownOrder_AnswerUnknown()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");

        JsonElement cancel = await api.AskAsync(SignedRequests.Socket(1, "order.cancel", ("symbol", "BTCUSDT"), ("origClientOrderId", "none")), 1);
        JsonElement status = await api.AskAsync(SignedRequests.Socket(2, "order.status", ("symbol", "BTCUSDT"), ("origClientOrderId", "none")), 2);

        Assert.Equal(-2011, cancel.GetProperty("error").Number("code"));
        Assert.Equal(-2013, status.GetProperty("error").Number("code"));
    }

    [Fact]
    public async Task WithheldAnswer_OtherRequestsGoOnAndReleaseSendsIt()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");
        simulator.Faults.WithholdAnswers(1);

        await api.SendAsync(SignedRequests.Order(1, "a", "BUY", "1", "100"));
        JsonElement status = await api.AskAsync(SignedRequests.Socket(2, "order.status", ("symbol", "BTCUSDT"), ("origClientOrderId", "a")), 2);
        simulator.Faults.ReleaseWithheld();
        JsonElement late = await api.ReceiveAsync();

        Assert.Equal("FILLED", status.GetProperty("result").Text("status"));
        Assert.Equal(1, late.Number("id"));
        Assert.Equal("FILLED", late.GetProperty("result").Text("status"));
    }

    [Fact]
    public async Task SwallowedOrder_IsNeverAnsweredAndUnknown()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");
        simulator.Faults.SwallowOrders(1);
        List<JsonElement> others = [];

        await api.SendAsync(SignedRequests.Order(1, "a", "BUY", "1", "100"));
        JsonElement status = await api.AskAsync(SignedRequests.Socket(2, "order.status", ("symbol", "BTCUSDT"), ("origClientOrderId", "a")), 2, others);

        Assert.Empty(others);
        Assert.Equal(-2013, status.GetProperty("error").Number("code"));
        Assert.Equal(1, simulator.Exchange.CountReceptions("a"));
    }

    [Fact]
    public async Task RejectedAndDelayed_AnswersCarryTextAndComeLate()
    {
        await using BinanceSimulator simulator = await BinanceWorld.FixedAsync(BinanceMarketKind.Spot);
        await using RawSocket api = await RawSocket.ConnectAsync(simulator.WebSocketUri, "/ws-api/v3");
        simulator.Faults.RejectOrders(1, "Market is closed.");
        JsonElement refused = await api.AskAsync(SignedRequests.Order(1, "a", "BUY", "1", "100"), 1);
        simulator.Faults.AnswerDelay = TimeSpan.FromMilliseconds(50);
        List<JsonElement> before = [];

        await api.SendAsync(SignedRequests.Order(2, "b", "BUY", "1", "100"));
        JsonElement ping = await api.AskAsync("""{"id":3,"method":"ping"}""", 3, before);
        JsonElement answer = await api.ReceiveAsync();

        Assert.Equal((-2010, "Market is closed."), (refused.GetProperty("error").Number("code"), refused.GetProperty("error").Text("msg")));
        Assert.Equal(200, ping.Number("status"));
        Assert.Empty(before);
        Assert.Equal(2, answer.Number("id"));
    }
}
