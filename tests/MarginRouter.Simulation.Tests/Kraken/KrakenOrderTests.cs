using System.Globalization;
using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken;

namespace MarginRouter.Simulation.Tests.Kraken;

public sealed class KrakenOrderTests
{
    [Fact]
    public async Task AddOrder_OverTwoLevels_AnswersThenReportsEachStepInOrder()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();

        await socket.SendAsync(KrakenTestVenue.Order(token, "abc1-1-0", "buy", 2, 100.1m));

        JsonElement first = await socket.UntilAsync(IsNoHeartbeat);
        Assert.True(first.GetProperty("success").GetBoolean());
        string orderId = first.GetProperty("result").GetProperty("order_id").GetString()!;
        Assert.Matches("^O[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]{6}$", orderId);
        Assert.Equal("abc1-1-0", first.GetProperty("result").GetProperty("cl_ord_id").GetString());
        List<JsonElement> executions = await ExecutionsAsync(socket, "filled");
        Assert.Equal(["pending_new", "new", "trade", "trade", "filled"], executions.Select(TypeOf));
        Assert.All(executions, execution => Assert.Equal(orderId, execution.GetProperty("order_id").GetString()));
        Assert.All(executions, execution => Assert.Equal("abc1-1-0", execution.GetProperty("cl_ord_id").GetString()));
        Assert.Equal("1.00000000", executions[2].GetProperty("last_qty").GetRawText());
        Assert.Equal("100.0", executions[2].GetProperty("last_price").GetRawText());
        Assert.Equal("partially_filled", executions[3].GetProperty("order_status").GetString());
        Assert.Equal("100.1", executions[3].GetProperty("last_price").GetRawText());
        JsonElement fee = executions[3].GetProperty("fees")[0];
        Assert.Equal(("USD", "0.40040"), (fee.GetProperty("asset").GetString()!, fee.GetProperty("qty").GetRawText()));
        Assert.Equal("2.00000000", executions[4].GetProperty("cum_qty").GetRawText());
        Assert.Equal("200.10000", executions[4].GetProperty("cum_cost").GetRawText());
    }

    [Fact]
    public async Task AddOrder_LargerThanTheBook_IsCanceledWithWhatItGot()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();

        await socket.SendAsync(KrakenTestVenue.Order(token, "a", "buy", 5, 100.1m));

        JsonElement last = (await ExecutionsAsync(socket, "canceled"))[^1];
        Assert.Equal("canceled", last.GetProperty("order_status").GetString());
        Assert.Equal("3.00000000", last.GetProperty("cum_qty").GetRawText());
    }

    [Fact]
    public async Task AddOrder_ThatFills_TakesTheLevelsFromTheBook()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket data = await venue.ConnectPublicAsync();
        await data.AskAsync("""{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"]},"req_id":1}""", 1);
        KrakenClientBook book = new(10);
        Assert.True(book.Apply(await data.ChannelAsync("book", "snapshot")));
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();

        await socket.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 2, 100.1m), 7);
        venue.Exchange.Publish();

        Assert.True(book.Apply(await data.ChannelAsync("book")));
        Assert.Equal(100.1m, book.BestAsk);
        Assert.Contains("100.1:1.00000000", book.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11UL)]
    [InlineData(12UL)]
    public async Task Balances_AtEveryUpdate_AreTheStartPlusTheFillsUpToItsTime(ulong seed)
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        Random random = new((int)seed);
        for (int index = 0; index < 40; index++)
        {
            string side = random.Next(2) == 0 ? "buy" : "sell";
            decimal quantity = random.Next(1, 400) / 100m;
            await socket.SendAsync(KrakenTestVenue.Order(token, $"o{index}", side, quantity, side == "buy" ? 100.5m : 99.0m, requestId: 1_000 + index));
        }

        List<(string Time, decimal Coins, decimal Dollars)> fills = [];
        List<(string Time, string Asset, decimal Balance)> statements = [];
        await socket.UntilAsync(frame =>
        {
            Read(frame, fills, statements);
            return frame.TryGetProperty("method", out _) && frame.GetProperty("req_id").GetInt64() == 1_039;
        });
        await venue.Rest.PostAsync("Balance");
        await socket.SendAsync("""{"method":"ping","req_id":5}""");
        await socket.UntilAsync(frame =>
        {
            Read(frame, fills, statements);
            return frame.TryGetProperty("req_id", out JsonElement id) && id.GetInt64() == 5;
        });

        Assert.True(fills.Count >= 40, $"{fills.Count} fills, seed {seed}");
        Assert.Equal(fills.Count, fills.Select(fill => fill.Time).Distinct().Count());
        foreach ((string time, string asset, decimal balance) in statements)
        {
            var until = fills.Where(fill => string.CompareOrdinal(fill.Time, time) <= 0);
            decimal expected = asset == "BTC" ? 4 + until.Sum(fill => fill.Coins) : 10_000 + until.Sum(fill => fill.Dollars);
            Assert.True(expected == balance, $"{asset} at {time}: {balance} stated, {expected} from fills, seed {seed}");
        }

        JsonElement rest = (await venue.Rest.PostAsync("Balance")).GetProperty("result");
        Assert.Equal(10_000 + fills.Sum(fill => fill.Dollars), Parse(rest.GetProperty("ZUSD").GetString()!));
        Assert.Equal(4 + fills.Sum(fill => fill.Coins), Parse(rest.GetProperty("XXBT").GetString()!));
    }

    [Fact]
    public async Task Sequence_OfEachAccountChannel_RisesByOneFromItsSnapshot()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectUnsubscribedAsync();
        await socket.SendAsync($$$"""{"method":"subscribe","params":{"channel":"executions","token":"{{{token}}}"}}""");
        await socket.SendAsync($$$"""{"method":"subscribe","params":{"channel":"balances","token":"{{{token}}}"}}""");
        await socket.ChannelAsync("balances", "snapshot");
        await socket.SendAsync(KrakenTestVenue.Order(token, "a", "buy", 2, 100.1m));
        Dictionary<string, long> last = new() { ["executions"] = 1, ["balances"] = 1 };

        await socket.UntilAsync(frame =>
        {
            if (frame.TryGetProperty("sequence", out JsonElement sequence))
            {
                string channel = frame.GetProperty("channel").GetString()!;
                Assert.Equal(last[channel] + 1, sequence.GetInt64());
                last[channel]++;
            }

            return last["balances"] == 3;
        });

        Assert.Equal(6, last["executions"]);
    }

    [Fact]
    public async Task MarginOrder_OpensAndReducesAPosition()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();

        await socket.SendAsync(KrakenTestVenue.Order(token, "open", "buy", 100, 100.5m, ",\"margin\":true"));
        await ExecutionsAsync(socket, "filled");
        JsonElement opened = (await venue.Rest.PostAsync("TradeBalance")).GetProperty("result");
        await socket.SendAsync(KrakenTestVenue.Order(token, "close", "sell", 150, 99.0m, ",\"margin\":true,\"reduce_only\":true"));
        JsonElement end = (await ExecutionsAsync(socket, "canceled"))[^1];

        // 1 at 100.0, 2 at 100.1, 97 at 100.5: cost 10,048.7; used margin a fifth of it; the fee of 0.4 % comes from the dollars.
        Assert.Equal("2009.7400", opened.GetProperty("m").GetString());
        Assert.Equal("9959.8052", opened.GetProperty("tb").GetString());
        Assert.Equal("100.00000000", end.GetProperty("cum_qty").GetRawText());
        Assert.Equal("{}", (await venue.Rest.PostAsync("OpenPositions")).GetProperty("result").GetRawText());
        Assert.Equal("4.0000000000", (await venue.Rest.PostAsync("Balance")).GetProperty("result").GetProperty("XXBT").GetString());
    }

    [Fact]
    public async Task MarginOrder_BelowFullMarginLevel_MayReduceButNotAdd()
    {
        // 400 BTC bought at 125: used margin 10,000, loss 10,020, equity about nothing.
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(null, new OpeningPosition("BTC/USD", 400, 125));
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();

        JsonElement adding = await socket.AskAsync(KrakenTestVenue.Order(token, "add", "buy", 1, 100.5m, ",\"margin\":true"), 7);
        JsonElement flipping = await socket.AskAsync(KrakenTestVenue.Order(token, "flip", "sell", 450, 99.0m, ",\"margin\":true"), 7);
        JsonElement reducing = await socket.AskAsync(KrakenTestVenue.Order(token, "cut", "sell", 50, 99.0m, ",\"margin\":true"), 7);

        Assert.Equal("EOrder:Insufficient margin", adding.GetProperty("error").GetString());
        Assert.Equal("EOrder:Insufficient margin", flipping.GetProperty("error").GetString());
        Assert.True(reducing.GetProperty("success").GetBoolean());
    }

    [Theory]
    [InlineData("buy", 200, 100.5, "", "EOrder:Insufficient funds")]
    [InlineData("sell", 5, 99.0, "", "EOrder:Insufficient funds")]
    [InlineData("buy", 600, 100.5, ",\"margin\":true", "EOrder:Insufficient margin")]
    [InlineData("buy", 1, 100.05, "", "EOrder:Tick size check failed")]
    [InlineData("buy", 0.00001, 100.5, "", "EGeneral:Invalid arguments:volume minimum not met")]
    [InlineData("buy", 0.004, 100.5, "", "EOrder:Cost minimum not met")]
    [InlineData("buy", 0.123456789, 100.5, "", "EGeneral:Invalid arguments:volume")]
    [InlineData("buy", 1, 100.5, ",\"margin\":true,\"reduce_only\":true", "EOrder:Reduce only:No position exists")]
    [InlineData("buy", 1, 100.5, ",\"reduce_only\":true", "EGeneral:Invalid arguments:reduce_only")]
    [InlineData("hold", 1, 100.5, "", "EGeneral:Invalid arguments:side")]
    [InlineData("buy", 1, 100.5, ",\"deadline\":\"2026-08-31T00:00:00.000Z\"", "EService:Deadline elapsed")]
    [InlineData("buy", 1, 100.5, ",\"deadline\":\"soon\"", "EGeneral:Invalid arguments:deadline")]
    public async Task AddOrder_ThatIsWrong_IsRefusedInTheVenuesWords(string side, double quantity, double price, string extra, string error)
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(new ManualTime());
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();

        JsonElement answer = await socket.AskAsync(KrakenTestVenue.Order(token, "a", side, (decimal)quantity, (decimal)price, extra), 7);

        Assert.False(answer.GetProperty("success").GetBoolean());
        Assert.Equal(error, answer.GetProperty("error").GetString());
        Assert.Empty(venue.Exchange.Orders(venue.Account));
    }

    [Fact]
    public async Task AddOrder_WithOneIdTwice_IsRefusedTheSecondTime()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        Assert.True((await socket.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.5m), 7)).GetProperty("success").GetBoolean());
        Assert.Equal("EGeneral:Invalid arguments:cl_ord_id", (await socket.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.5m), 7)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task AddOrder_WithValidate_ExecutesNothing()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();

        JsonElement answer = await socket.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.5m, ",\"validate\":true"), 7);

        Assert.True(answer.GetProperty("success").GetBoolean());
        Assert.Empty(venue.Exchange.Receptions());
    }

    [Fact]
    public async Task AddOrder_BeyondTheRateThreshold_IsRefusedUntilTheCounterFalls()
    {
        ManualTime time = new();
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(time, options => options with { OrderRateThreshold = 2, OrderRateDecayPerSecond = 1 });
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();

        Assert.True((await socket.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 0.1m, 100.5m), 7)).GetProperty("success").GetBoolean());
        Assert.True((await socket.AskAsync(KrakenTestVenue.Order(token, "b", "buy", 0.1m, 100.5m), 7)).GetProperty("success").GetBoolean());
        Assert.Equal("EOrder:Rate limit exceeded", (await socket.AskAsync(KrakenTestVenue.Order(token, "c", "buy", 0.1m, 100.5m), 7)).GetProperty("error").GetString());
        time.Move(TimeSpan.FromSeconds(1));
        Assert.True((await socket.AskAsync(KrakenTestVenue.Order(token, "c", "buy", 0.1m, 100.5m), 7)).GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task AddOrder_WhileTheMarketIsCancelOnly_IsRefusedAndTheStatusWasSent()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();

        venue.Simulator.SetSystemStatus(KrakenSystemStatus.CancelOnly);

        Assert.Equal("cancel_only", (await socket.ChannelAsync("status")).GetProperty("data")[0].GetProperty("system").GetString());
        Assert.Equal("EService:Market in cancel_only mode", (await socket.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.5m), 7)).GetProperty("error").GetString());
    }

    [Theory]
    [InlineData("add_order")]
    [InlineData("subscribe")]
    [InlineData("cancel_order")]
    public async Task PrivateRequest_WithAWrongToken_IsRefused(string method)
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string _) = await venue.ConnectUnsubscribedAsync();

        JsonElement answer = await socket.AskAsync($$$"""{"method":"{{{method}}}","params":{"channel":"executions","token":"wrong"},"req_id":8}""", 8);

        Assert.Equal("ESession:Invalid session", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Token_OlderThanFifteenMinutes_IsRefusedUnlessTheConnectionUsedIt()
    {
        ManualTime time = new();
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(time);
        (KrakenTestSocket early, string token) = await venue.ConnectPrivateAsync();
        (KrakenTestSocket late, string _) = await venue.ConnectUnsubscribedAsync();
        time.Move(TimeSpan.FromMinutes(16));

        Assert.True((await early.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.5m), 7)).GetProperty("success").GetBoolean());
        Assert.Equal("ESession:Invalid session", (await late.AskAsync(KrakenTestVenue.Order(token, "b", "buy", 1, 100.5m), 7)).GetProperty("error").GetString());
    }

    [Fact]
    public async Task PrivateChannel_OnThePublicPort_IsRefused()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();
        JsonElement answer = await socket.AskAsync("""{"method":"subscribe","params":{"channel":"executions","token":"x"},"req_id":2}""", 2);
        Assert.False(answer.GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task CancelOrder_OfAnEndedOrder_SaysUnknownOrder()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        await socket.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.5m), 7);

        JsonElement answer = await socket.AskAsync($$$"""{"method":"cancel_order","params":{"cl_ord_id":["a"],"token":"{{{token}}}"},"req_id":9}""", 9);

        Assert.Equal("EOrder:Unknown order", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task RestQueries_AfterAnOrder_FindItAndItsTrades()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        JsonElement answer = await socket.AskAsync(KrakenTestVenue.Order(token, "mine", "buy", 5, 100.1m), 7);
        string id = answer.GetProperty("result").GetProperty("order_id").GetString()!;

        JsonElement queried = (await venue.Rest.PostAsync("QueryOrders", $"txid={id}&trades=true")).GetProperty("result").GetProperty(id);
        JsonElement closed = (await venue.Rest.PostAsync("ClosedOrders", "cl_ord_id=mine")).GetProperty("result");
        JsonElement trades = (await venue.Rest.PostAsync("TradesHistory")).GetProperty("result");

        Assert.Equal("canceled", queried.GetProperty("status").GetString());
        Assert.Equal("mine", queried.GetProperty("cl_ord_id").GetString());
        Assert.Equal("3.00000000", queried.GetProperty("vol_exec").GetString());
        Assert.Equal("300.20000", queried.GetProperty("cost").GetString());
        Assert.Equal(1, closed.GetProperty("count").GetInt32());
        Assert.Equal(id, closed.GetProperty("closed").EnumerateObject().Single().Name);
        Assert.Equal(2, trades.GetProperty("count").GetInt32());
        Assert.All(trades.GetProperty("trades").EnumerateObject(), trade => Assert.Equal(id, trade.Value.GetProperty("ordertxid").GetString()));
        Assert.Equal(
            queried.GetProperty("trades").EnumerateArray().Select(trade => trade.GetString()).Order(),
            trades.GetProperty("trades").EnumerateObject().Select(trade => trade.Name).Order());
        Assert.Equal("EOrder:Unknown order", KrakenTestVenue.ErrorOf(await venue.Rest.PostAsync("QueryOrders", "txid=OXXXXX-XXXXX-XXXXXX")));
        Assert.Equal(0, (await venue.Rest.PostAsync("ClosedOrders", "cl_ord_id=other")).GetProperty("result").GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task ExecutionsSnapshot_WithTrades_ListsPastFills()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket first, string token) = await venue.ConnectPrivateAsync();
        await first.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 2, 100.1m), 7);
        (KrakenTestSocket second, string other) = await venue.ConnectUnsubscribedAsync();

        await second.SendAsync($$$"""{"method":"subscribe","params":{"channel":"executions","snap_trades":true,"token":"{{{other}}}"}}""");

        JsonElement snapshot = await second.ChannelAsync("executions", "snapshot");
        Assert.Equal(["trade", "trade"], snapshot.GetProperty("data").EnumerateArray().Select(TypeOf));
        Assert.Equal(1, snapshot.GetProperty("sequence").GetInt64());
    }

    private static bool IsNoHeartbeat(JsonElement frame) =>
        !frame.TryGetProperty("channel", out JsonElement channel) || channel.GetString() != "heartbeat";

    private static bool IsExecution(JsonElement frame, string type) =>
        frame.TryGetProperty("channel", out JsonElement channel) && channel.GetString() == "executions" && TypeOf(frame.GetProperty("data")[0]) == type;

    private static string TypeOf(JsonElement execution) => execution.GetProperty("exec_type").GetString()!;

    /// <summary>The entries of the executions channel up to the first of a type.</summary>
    private static async Task<List<JsonElement>> ExecutionsAsync(KrakenTestSocket socket, string until)
    {
        List<JsonElement> executions = [];
        await socket.UntilAsync(frame =>
        {
            if (frame.TryGetProperty("channel", out JsonElement channel) && channel.GetString() == "executions")
                executions.AddRange(frame.GetProperty("data").EnumerateArray());
            return IsExecution(frame, until);
        });
        return executions;
    }

    private static void Read(JsonElement frame, List<(string Time, decimal Coins, decimal Dollars)> fills, List<(string Time, string Asset, decimal Balance)> statements)
    {
        if (!frame.TryGetProperty("channel", out JsonElement channel) || !frame.TryGetProperty("data", out JsonElement data))
            return;
        foreach (JsonElement entry in data.EnumerateArray())
        {
            if (channel.GetString() == "executions" && TypeOf(entry) == "trade")
            {
                int sign = entry.GetProperty("side").GetString() == "buy" ? 1 : -1;
                decimal quantity = Raw(entry, "last_qty");
                decimal fee = Raw(entry.GetProperty("fees")[0], "qty");
                fills.Add((entry.GetProperty("timestamp").GetString()!, sign * quantity, (-sign * quantity * Raw(entry, "last_price")) - fee));
            }
            else if (channel.GetString() == "balances")
            {
                statements.Add((entry.GetProperty("timestamp").GetString()!, entry.GetProperty("asset").GetString()!, Raw(entry, "balance")));
            }
        }
    }

    private static decimal Raw(JsonElement element, string name) => Parse(element.GetProperty(name).GetRawText());

    private static decimal Parse(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
