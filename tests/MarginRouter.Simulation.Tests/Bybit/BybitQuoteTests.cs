using System.Globalization;
using System.Text.Json;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Simulation.Tests.Binance;

namespace MarginRouter.Simulation.Tests.Bybit;

/// <summary>Bybit's requests for quotes as a client sees them that knows only the documents. The middle of the book is 100.</summary>
public sealed class BybitQuoteTests
{
    private static readonly QuoteMakerOptions First = new() { Name = "LP1", SpreadBasisPoints = 10m, Validity = TimeSpan.FromSeconds(30) };
    private static readonly QuoteMakerOptions Second = new() { Name = "LP2", SpreadBasisPoints = 20m, MaximumQuantity = 1m, Validity = TimeSpan.FromSeconds(30) };

    [Fact]
    public async Task Config_NamesTheMakers()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First, Second);

        JsonElement result = (await world.GetAsync("/v5/rfq/config")).GetProperty("result");

        Assert.Equal(["LP1", "LP2"], result.GetProperty("counterparties").EnumerateArray().Select(maker => maker.GetProperty("deskCode").GetString()!));
        Assert.Equal(10, result.GetProperty("rfqExpireTime").GetInt32());
    }

    [Fact]
    public async Task Inquiry_BringsQuotesOfThoseWhoCanQuoteItAll()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First, Second);

        string rfqId = await world.AskAsync("\"LP1\",\"LP2\"", "Buy", "2", "link1");

        JsonElement inquiry = await world.NextAsync("rfq.open.rfqs");
        Assert.Equal((rfqId, "Active", "link1"), (Text(inquiry, "rfqId"), Text(inquiry, "status"), Text(inquiry, "rfqLinkId")));
        JsonElement quote = await world.NextAsync("rfq.open.quotes");
        Assert.Equal((rfqId, "LP1", "Active", ""), (Text(quote, "rfqId"), Text(quote, "deskCode"), Text(quote, "status"), Text(quote, "execQuoteSide")));
        Assert.Equal(("100.1", "2"), (Text(quote.GetProperty("quoteSellList")[0], "price"), Text(quote.GetProperty("quoteSellList")[0], "qty")));
        Assert.Empty(quote.GetProperty("quoteBuyList").EnumerateArray());
        JsonElement listed = await world.GetAsync("/v5/rfq/quote-realtime", $"rfqId={rfqId}&traderType=request");
        Assert.Equal(Text(quote, "quoteId"), Text(Assert.Single(Rows(listed)), "quoteId"));
        Assert.Empty(Rows(await world.GetAsync("/v5/rfq/quote-realtime", $"rfqId={rfqId}")));
        Assert.Equal("Active", Text(Assert.Single(Rows(await world.GetAsync("/v5/rfq/rfq-realtime", "traderType=request"))), "status"));
    }

    [Theory]
    [InlineData("Buy", 2, 100.1)]
    [InlineData("Sell", -2, 99.9)]
    public async Task Execute_SettlesABlockTradeInTheAccount(string side, double position, double price)
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First with { LastLook = TimeSpan.FromMilliseconds(20) });
        string rfqId = await world.AskAsync("\"LP1\"", side, "2");
        JsonElement quote = await world.NextAsync("rfq.open.quotes");

        JsonElement answer = await world.ExecuteAsync(rfqId, quote);

        Assert.Equal("PendingFill", Text(answer.GetProperty("result"), "status"));
        Assert.Equal("PendingFill", Text(await world.NextAsync("rfq.open.quotes"), "status"));
        JsonElement execution = await world.NextAsync("execution");
        Assert.Equal(("BlockTrade", "", side), (Text(execution, "execType"), Text(execution, "orderLinkId"), Text(execution, "side")));
        Assert.Equal((2m, (decimal)price), (Number(execution, "execQty"), Number(execution, "execPrice")));
        Assert.Equal("2", Text(await world.NextAsync("position"), "size"));
        decimal fee = 2m * (decimal)price * 0.0005m;
        JsonElement wallet = await world.NextAsync("wallet");
        Assert.Equal(1_000m - fee, Number(wallet.GetProperty("coin")[0], "walletBalance"));
        JsonElement trade = await world.NextAsync("rfq.open.trades");
        Assert.Equal((rfqId, "Filled", "Sell", "LP1"), (Text(trade, "rfqId"), Text(trade, "status"), Text(trade, "quoteSide"), Text(trade, "quoteDeskCode")));
        JsonElement leg = trade.GetProperty("legs")[0];
        Assert.Equal((side, Text(execution, "orderId"), Text(execution, "execId"), 0), (Text(leg, "side"), Text(leg, "orderId"), Text(leg, "execId"), leg.GetProperty("resultCode").GetInt32()));
        Assert.Equal((decimal)position, world.Account.Position("BTCUSDT")!.Position.Quantity);
        Assert.Equal("Filled", Text(Assert.Single(Rows(await world.GetAsync("/v5/rfq/trade-list", $"rfqId={rfqId}&traderType=request"))), "status"));
        Assert.Equal(rfqId, Text(Assert.Single(Rows(await world.GetAsync("/v5/rfq/public-trades"))), "rfqId"));
        JsonElement executions = await world.GetAsync("/v5/execution/list", "category=linear");
        Assert.Equal("BlockTrade", Text(Assert.Single(Rows(executions)), "execType"));
    }

    [Fact]
    public async Task Execute_ASecondTime_IsRefused()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First);
        string rfqId = await world.AskAsync("\"LP1\"", "Buy", "1");
        JsonElement quote = await world.NextAsync("rfq.open.quotes");

        Assert.Equal(0, (await world.ExecuteAsync(rfqId, quote)).GetProperty("retCode").GetInt32());
        Assert.NotEqual(0, (await world.ExecuteAsync(rfqId, quote)).GetProperty("retCode").GetInt32());

        Assert.Equal(1m, world.Account.Position("BTCUSDT")!.Position.Quantity);
    }

    [Fact]
    public async Task Execute_OnASideThatIsNotQuoted_IsRefused()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First);
        string rfqId = await world.AskAsync("\"LP1\"", "Buy", "1");
        JsonElement quote = await world.NextAsync("rfq.open.quotes");

        Assert.NotEqual(0, (await world.ExecuteAsync(rfqId, quote, "Buy")).GetProperty("retCode").GetInt32());
        Assert.Null(world.Account.Position("BTCUSDT"));
    }

    [Fact]
    public async Task Execute_BeyondTheMargin_FailsByTheTaker()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First);
        string rfqId = await world.AskAsync("\"LP1\"", "Buy", "1000");
        JsonElement quote = await world.NextAsync("rfq.open.quotes");

        Assert.Equal("Failed", Text((await world.ExecuteAsync(rfqId, quote)).GetProperty("result"), "status"));

        JsonElement leg = (await world.NextAsync("rfq.open.trades")).GetProperty("legs")[0];
        Assert.Equal((110007, "taker"), (leg.GetProperty("resultCode").GetInt32(), Text(leg, "rejectParty")));
    }

    [Fact]
    public async Task LastLook_Rejected_FailsByTheMaker()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First);
        world.Simulator.Quotes.Faults.RejectAtLastLook(1, "no longer");
        string rfqId = await world.AskAsync("\"LP1\"", "Buy", "1");
        JsonElement quote = await world.NextAsync("rfq.open.quotes");

        Assert.Equal("PendingFill", Text((await world.ExecuteAsync(rfqId, quote)).GetProperty("result"), "status"));

        JsonElement trade = await world.NextAsync("rfq.open.trades");
        JsonElement leg = trade.GetProperty("legs")[0];
        Assert.Equal(("Failed", "maker", "no longer"), (Text(trade, "status"), Text(leg, "rejectParty"), Text(leg, "resultMessage")));
        Assert.NotEqual(0, leg.GetProperty("resultCode").GetInt32());
        Assert.Null(world.Account.Position("BTCUSDT"));
    }

    [Fact]
    public async Task Cancel_EndsTheInquiryAndItsQuotes()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First);
        string rfqId = await world.AskAsync("\"LP1\"", "Buy", "1");
        JsonElement quote = await world.NextAsync("rfq.open.quotes");

        Assert.Equal(rfqId, Text((await world.PostAsync("/v5/rfq/cancel-rfq", $$"""{"rfqId":"{{rfqId}}"}""")).GetProperty("result"), "rfqId"));

        Assert.Equal("Canceled", Text(await world.NextAsync("rfq.open.quotes"), "status"));
        Assert.NotEqual(0, (await world.ExecuteAsync(rfqId, quote)).GetProperty("retCode").GetInt32());
        Assert.NotEqual(0, (await world.PostAsync("/v5/rfq/cancel-rfq", $$"""{"rfqId":"{{rfqId}}"}""")).GetProperty("retCode").GetInt32());
    }

    [Fact]
    public async Task CancelAll_NamesWhatItEnded()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First);
        string[] asked = [await world.AskAsync("\"LP1\"", "Buy", "1"), await world.AskAsync("\"LP1\"", "Sell", "1")];

        JsonElement ended = await world.PostAsync("/v5/rfq/cancel-all-rfq", "{}");

        Assert.Equal(asked, ended.GetProperty("result").EnumerateArray().Select(row => Text(row, "rfqId")));
    }

    [Fact]
    public async Task Quote_ThatRunsOut_IsToldAndCannotBeExecuted()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First with { Validity = TimeSpan.FromMilliseconds(30) });
        string rfqId = await world.AskAsync("\"LP1\"", "Buy", "1");
        JsonElement quote = await world.NextAsync("rfq.open.quotes");

        Assert.Equal("Expired", Text(await world.NextAsync("rfq.open.quotes"), "status"));
        Assert.NotEqual(0, (await world.ExecuteAsync(rfqId, quote)).GetProperty("retCode").GetInt32());
    }

    [Fact]
    public async Task WithheldAnswer_KeepsTheTopicsToo_WhileTheTradeListKnows()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First);
        string rfqId = await world.AskAsync("\"LP1\"", "Buy", "1");
        JsonElement quote = await world.NextAsync("rfq.open.quotes");
        world.Simulator.Exchange.Faults.WithholdAnswers(1);

        Task<JsonElement> answer = world.ExecuteAsync(rfqId, quote);
        JsonElement listed;
        do
        {
            listed = await world.GetAsync("/v5/rfq/trade-list", $"rfqId={rfqId}&traderType=request");
        }
        while (!Rows(listed).Any());
        Assert.Equal("Filled", Text(Rows(listed).Single(), "status"));
        Assert.False(answer.IsCompleted);
        world.Simulator.Exchange.Faults.ReleaseWithheld();

        Assert.Equal("PendingFill", Text((await answer).GetProperty("result"), "status"));
        Assert.Equal("PendingFill", Text(await world.NextAsync("rfq.open.quotes"), "status"));
        Assert.Equal("Filled", Text(await world.NextAsync("rfq.open.trades"), "status"));
    }

    [Theory]
    [InlineData("""{"counterparties":["NOBODY"],"list":[{"category":"linear","symbol":"BTCUSDT","side":"Buy","qty":"1"}]}""")]
    [InlineData("""{"counterparties":[],"list":[{"category":"linear","symbol":"BTCUSDT","side":"Buy","qty":"1"}]}""")]
    [InlineData("""{"counterparties":["LP1"],"list":[{"category":"spot","symbol":"BTCUSDT","side":"Buy","qty":"1"}]}""")]
    [InlineData("""{"counterparties":["LP1"],"list":[{"category":"linear","symbol":"BTCUSDT","side":"Hold","qty":"1"}]}""")]
    [InlineData("""{"counterparties":["LP1"],"list":[{"category":"linear","symbol":"BTCUSDT","side":"Buy","qty":"0.00001"}]}""")]
    [InlineData("""{"counterparties":["LP1"],"rfqLinkId":"a-b","list":[{"category":"linear","symbol":"BTCUSDT","side":"Buy","qty":"1"}]}""")]
    [InlineData("""{"counterparties":["LP1"],"list":[]}""")]
    public async Task Inquiry_ThatIsWrong_IsRefused(string body)
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First);

        Assert.Equal(10001, (await world.PostAsync("/v5/rfq/create-rfq", body)).GetProperty("retCode").GetInt32());
        Assert.Empty(world.Simulator.Quotes.Inquiries);
    }

    [Fact]
    public async Task PublicTopic_TellsTheTradeWithoutItsParties()
    {
        await using BybitQuoteWorld world = await BybitQuoteWorld.StartAsync(First);
        await using RawSocket open = await RawSocket.ConnectAsync(world.Simulator.SocketUri, "/v5/public/linear");
        await open.SendAsync("""{"op":"subscribe","args":["rfq.open.public.trades"]}""");
        Assert.True((await open.ReceiveAsync()).GetProperty("success").GetBoolean());
        string rfqId = await world.AskAsync("\"LP1\"", "Buy", "1");

        await world.ExecuteAsync(rfqId, await world.NextAsync("rfq.open.quotes"));

        JsonElement trade = (await open.ReceiveAsync()).GetProperty("data")[0];
        Assert.Equal(rfqId, Text(trade, "rfqId"));
        Assert.False(trade.TryGetProperty("quoteDeskCode", out _));
    }

    private static JsonElement.ArrayEnumerator Rows(JsonElement answer) => answer.GetProperty("result").GetProperty("list").EnumerateArray();

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement row, string name) => decimal.Parse(Text(row, name), CultureInfo.InvariantCulture);
}
