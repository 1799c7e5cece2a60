using System.Diagnostics;
using System.Globalization;
using MarginRouter.Core.MarketData;
using MarginRouter.Fix.Codec;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.FixVenue;

public sealed class FixVenueOrderTests
{
    [Theory]
    [InlineData("DESK", "desk", "wrong")]
    [InlineData("DESK", "nobody", "secret")]
    [InlineData("DATA", "desk", "secret")]
    [InlineData("STRANGER", "desk", "secret")]
    public async Task Logon_WithoutTheRightNameAndPassword_IsRefused(string compId, string username, string password)
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        Assert.NotEqual("logon", venue.NewClient(compId, username, password).Connect());
    }

    [Fact]
    public async Task Order_OverTwoLevels_IsReportedStepByStep()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();

        client.Send(FixTestVenue.Order("a", '1', 2, 100.01m));

        FixMessage accepted = Report(client, '0', '0');
        Assert.Equal("main", accepted.GetText(FixTag.Account));
        FixMessage first = Report(client, 'F', '1');
        Assert.Equal((1m, 100.00m, 0.1m), (Value(first, FixTag.LastQty), Value(first, FixTag.LastPx), Value(first, FixTag.Commission)));
        Assert.Equal("3", first.GetText(FixTag.CommType));
        FixMessage second = Report(client, 'F', '2');
        Assert.Equal((1m, 100.01m, 0.10001m), (Value(second, FixTag.LastQty), Value(second, FixTag.LastPx), Value(second, FixTag.Commission)));
        Assert.Equal((2m, 0m, 100.005m), (Value(second, FixTag.CumQty), Value(second, FixTag.LeavesQty), Value(second, FixTag.AvgPx)));
        Assert.NotEqual(first.GetText(FixTag.ExecID), second.GetText(FixTag.ExecID));
        Assert.True(Time(first) < Time(second));
        Assert.Equal(accepted.GetText(FixTag.OrderID), second.GetText(FixTag.OrderID));
    }

    [Fact]
    public async Task Order_LargerThanTheBook_EndsCanceled()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();

        client.Send(FixTestVenue.Order("a", '1', 5, 100.01m));

        Report(client, '0', '0');
        Report(client, 'F', '1');
        Report(client, 'F', '1');
        FixMessage end = Report(client, '4', '4');
        Assert.Equal((3m, 0m), (Value(end, FixTag.CumQty), Value(end, FixTag.LeavesQty)));
    }

    [Theory]
    [InlineData("a", '1', 100, 100.05, 3)]
    [InlineData("a", '2', 5, 99.0, 3)]
    [InlineData("a", '1', 1, 100.001, 99)]
    [InlineData("a", '1', 0.000001, 100, 13)]
    [InlineData("a", '1', 0.01, 100, 13)]
    public async Task Order_ThatIsRefused_GetsARejectWithItsReason(string id, char side, double quantity, double price, int reason)
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();

        client.Send(FixTestVenue.Order(id, side, (decimal)quantity, (decimal)price));

        FixMessage reject = Report(client, '8', '8');
        Assert.Equal(reason.ToString(CultureInfo.InvariantCulture), reject.GetText(FixTag.OrdRejReason));
        Assert.Equal(0, Value(reject, FixTag.LeavesQty));
        Assert.NotNull(reject.GetText(FixTag.Text));
    }

    [Fact]
    public async Task Order_ThatIsNoLimitOrStandsToADate_IsRefusedAsUnsupported()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();

        client.Send(FixTestVenue.Order("market", '1', 1).Append(FixTag.OrdType, '1').Append(FixTag.TimeInForce, '3'));
        Assert.Equal("11", Report(client, '8', '8').GetText(FixTag.OrdRejReason));
        client.Send(FixTestVenue.Order("date", '1', 1).Append(FixTag.OrdType, '2').Append(FixTag.Price, 100m).Append(FixTag.TimeInForce, '6'));
        Assert.Equal("11", Report(client, '8', '8').GetText(FixTag.OrdRejReason));
    }

    [Fact]
    public async Task Order_OfTheDay_RestsUntilItIsCancelled()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();
        client.Send(FixTestVenue.Order("day", '1', 1).Append(FixTag.OrdType, '2').Append(FixTag.Price, 99.95m).Append(FixTag.TimeInForce, '0'));
        Assert.Equal("0", Report(client, '0', '0').GetText(FixTag.TimeInForce));
        client.Send(CancelRequest("cancel", "day"));
        Assert.Equal(0, Value(Report(client, '4', '4'), FixTag.LeavesQty));
        client.Send(CancelRequest("again", "day"));
        Assert.Equal("0", client.Next(FixMsgType.OrderCancelReject).GetText(FixTag.CxlRejReason));
    }

    [Fact]
    public async Task Order_TwiceWithOneId_IsRefusedAsDuplicate()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();
        client.Send(FixTestVenue.Order("a", '1', 1, 100m));
        Report(client, '0', '0');
        Report(client, 'F', '2');

        client.Send(FixTestVenue.Order("a", '1', 1, 100.01m));

        Assert.Equal("6", Report(client, '8', '8').GetText(FixTag.OrdRejReason));
    }

    [Fact]
    public async Task Order_ForAnotherAccount_TradesThatOne()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();

        client.Send(FixTestVenue.Order("a", '1', 0.1m, 100m).Append(FixTag.Account, "second"));
        Report(client, '0', '0');
        Report(client, 'F', '2');
        client.Send(FixTestVenue.Order("b", '1', 0.1m, 100m).Append(FixTag.Account, "foreign"));
        Assert.Equal("15", Report(client, '8', '8').GetText(FixTag.OrdRejReason));

        Assert.Equal(0.1m, venue.Simulator.Account("second").Balance("BTC"));
        Assert.Equal(39.99m, venue.Simulator.Account("second").Balance("USDT"));
        Assert.Equal(1_000, venue.Simulator.Account("main").Balance("USDT"));
    }

    [Fact]
    public async Task Order_OfAClientWithoutAccounts_IsRefused()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectData();
        client.Send(FixTestVenue.Order("a", '1', 1, 100m));
        Assert.Equal("15", Report(client, '8', '8').GetText(FixTag.OrdRejReason));
    }

    [Fact]
    public async Task Status_TellsEndedOrdersFromUnknownOnes()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();
        client.Send(FixTestVenue.Order("a", '1', 5, 100m));
        Report(client, '0', '0');
        Report(client, 'F', '1');
        Report(client, '4', '4');

        client.Send(Question("a"));
        FixMessage known = Report(client, 'I', '4');
        client.Send(Question("b"));
        FixMessage unknown = Report(client, 'I', '8');

        Assert.Equal((1m, 100m), (Value(known, FixTag.CumQty), Value(known, FixTag.AvgPx)));
        Assert.Equal("5", unknown.GetText(FixTag.OrdRejReason));
        Assert.Equal("b", unknown.GetText(FixTag.ClOrdID));
    }

    [Fact]
    public async Task Cancel_IsAlwaysTooLateOrUnknown()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();
        client.Send(FixTestVenue.Order("a", '1', 1, 100m));
        Report(client, '0', '0');
        Report(client, 'F', '2');

        client.Send(CancelRequest("c1", "a"));
        FixMessage late = client.Next(FixMsgType.OrderCancelReject);
        client.Send(CancelRequest("c2", "zzz"));
        FixMessage unknown = client.Next(FixMsgType.OrderCancelReject);

        Assert.Equal(("0", "2", "c1", "a"), (late.GetText(FixTag.CxlRejReason), late.GetText(FixTag.OrdStatus), late.GetText(FixTag.ClOrdID), late.GetText(FixTag.OrigClOrdID)));
        Assert.Equal("1", unknown.GetText(FixTag.CxlRejReason));
    }

    [Fact]
    public async Task Order_WithoutARequiredField_GetsASessionReject()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();

        client.Send(FixTestVenue.Order("a", '1', 1).Append(FixTag.OrdType, '2').Append(FixTag.TimeInForce, '3'));
        client.Send(Question("a"));

        // The Reject (3) is a session message; the answer to the next request shows that the session lives and no order exists.
        Assert.Equal("5", Report(client, 'I', '8').GetText(FixTag.OrdRejReason));
        Assert.Empty(venue.Exchange.Receptions());
    }

    [Fact]
    public async Task Positions_StateBalancesAndMarksAtOneTime()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();

        client.Send(FixTestVenue.Positions("p1"));

        FixMessage ack = client.Next(FixMsgType.RequestForPositionsAck);
        Assert.Equal(("p1", "3", "0"), (ack.GetText(FixTag.PosReqID), ack.GetText(FixTag.TotalNumPosReports), ack.GetText(FixTag.PosReqResult)));
        FixMessage[] reports = [client.Next(FixMsgType.PositionReport), client.Next(FixMsgType.PositionReport), client.Next(FixMsgType.PositionReport)];
        Assert.Equal(("BTC", 4m), (reports[0].GetText(FixTag.Currency), Value(reports[0], FixTag.PosAmt)));
        Assert.Equal(("USDT", 1_000m), (reports[1].GetText(FixTag.Currency), Value(reports[1], FixTag.PosAmt)));
        Assert.Equal((FixTestVenue.Symbol, 99.995m), (reports[2].GetText(FixTag.Symbol), Value(reports[2], FixTag.SettlPrice)));
        Assert.All(reports, report => Assert.Equal(Time(ack), Time(report)));
        Assert.Equal(3, reports.Select(report => report.GetText(FixTag.PosMaintRptID)).Distinct().Count());
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Positions_BetweenOrders_ContainExactlyTheFillsUpToTheirTime(int seed)
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();
        Random random = new(seed);
        for (int index = 0; index < 30; index++)
        {
            bool buys = random.Next(2) == 0;
            client.Send(FixTestVenue.Order($"o{index}", buys ? '1' : '2', random.Next(10, 60) / 100m, buys ? 100.05m : 99.90m));
            if (random.Next(3) == 0)
                client.Send(FixTestVenue.Positions($"p{index}"));
        }

        client.Send(FixTestVenue.Positions("last"));
        List<(DateTime At, decimal Coins, decimal Dollars)> fills = [];
        List<(DateTime At, string Asset, decimal Quantity)> statements = [];
        bool last = false;
        while (!last || statements[^1].Asset != "USDT")
        {
            FixMessage message = client.Next();
            if (message.MessageType == FixMsgType.ExecutionReport && message.Equals(FixTag.ExecType, "F"u8))
            {
                int sign = message.Equals(FixTag.Side, "1"u8) ? 1 : -1;
                decimal quantity = sign * Value(message, FixTag.LastQty);
                fills.Add((Time(message), quantity, (-quantity * Value(message, FixTag.LastPx)) - Value(message, FixTag.Commission)));
            }
            else if (message.MessageType == FixMsgType.PositionReport && message.Contains(FixTag.PosAmt))
            {
                statements.Add((Time(message), message.GetText(FixTag.Currency)!, Value(message, FixTag.PosAmt)));
                last = message.GetText(FixTag.PosReqID) == "last";
            }
        }

        Assert.True(fills.Count >= 20, $"{fills.Count} fills, seed {seed}");
        foreach ((DateTime at, string asset, decimal quantity) in statements)
        {
            var until = fills.Where(fill => fill.At <= at);
            decimal expected = asset == "BTC" ? 4 + until.Sum(fill => fill.Coins) : 1_000 + until.Sum(fill => fill.Dollars);
            Assert.True(expected == quantity, $"{asset} at {at:O}: {quantity} stated, {expected} from fills, seed {seed}");
        }
    }

    [Fact]
    public async Task LinearContract_OnMargin_ReportsItsPosition()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync(options => options with
        {
            Markets = [new SimulatedMarketOptions(TestInstruments.PerpetualBitcoin, new FixedBookSource(
                new LevelChange(BookSide.Ask, new(1_000), new(5_000)), new LevelChange(BookSide.Bid, new(999), new(5_000))))],
            Accounts = [options.Accounts[0] with { DefaultLeverage = 10, Positions = [new OpeningPosition("BTCUSDT", -2, 90)] }, options.Accounts[1]],
            MarginRule = new RuleSetMargin(PublishedRules.Read("binance/usdm-cross")),
        });
        FixTestClient client = venue.ConnectDesk();

        client.Send(FixTestVenue.Order("a", '1', 5, 100.0m));
        Report(client, '0', '0');
        Report(client, 'F', '2');
        client.Send(FixTestVenue.Positions("p1"));
        FixMessage message;
        while (!(message = client.Next()).Contains(FixTag.Symbol) || message.MessageType != FixMsgType.PositionReport)
        {
        }

        Assert.Equal((3m, 0m, 100m), (Value(message, FixTag.LongQty), Value(message, FixTag.ShortQty), Value(message, FixTag.AvgPx)));

        // The short of 2 lost 10 each, and 5 at 100 cost 0.05 %: 1,000 - 20 - 0.25.
        Assert.Equal(979.75m, venue.Simulator.Account("main").Balance("USDT"));
    }

    [Fact]
    public async Task WithheldReports_ComeOnlyWhenReleased_WhileTheStatusKnowsTheFill()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();
        venue.Simulator.Faults.WithholdAnswers(1);

        client.Send(FixTestVenue.Order("a", '1', 1, 100m));
        client.Send(Question("a"));
        Report(client, 'I', '2');
        venue.Simulator.Faults.ReleaseWithheld();

        Report(client, '0', '0');
        Report(client, 'F', '2');
    }

    [Fact]
    public async Task SwallowedOrder_IsUnknownToTheVenue()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();
        venue.Simulator.Faults.SwallowOrders(1);

        client.Send(FixTestVenue.Order("a", '1', 1, 100m));
        client.Send(Question("a"));

        Assert.Equal("5", Report(client, 'I', '8').GetText(FixTag.OrdRejReason));
        Assert.Equal(1, venue.Exchange.CountReceptions("a"));
    }

    [Fact]
    public async Task InjectedFaults_RejectLimitAndLateFill_ShowInTheReports()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();

        venue.Simulator.Faults.RejectOrders(1, "market closed");
        client.Send(FixTestVenue.Order("a", '1', 1, 100m));
        Assert.Equal("market closed", Report(client, '8', '8').GetText(FixTag.Text));

        venue.Simulator.Faults.LimitNextFill(0.25m);
        client.Send(FixTestVenue.Order("b", '1', 1, 100m));
        Report(client, '0', '0');
        Report(client, 'F', '1');
        Assert.Equal(0.25m, Value(Report(client, '4', '4'), FixTag.CumQty));

        venue.Simulator.Faults.MakeNextFillLate();
        client.Send(FixTestVenue.Order("c", '1', 0.5m, 100m));
        Report(client, '0', '0');
        Assert.Equal(0m, Value(Report(client, '4', '4'), FixTag.CumQty));
        Assert.Equal(0.5m, Value(Report(client, 'F', '2'), FixTag.CumQty));
    }

    [Fact]
    public async Task ReportsOfAClientThatWasCut_ComeWithTheResend()
    {
        await using FixTestVenue venue = await FixTestVenue.StartAsync();
        FixTestClient client = venue.ConnectDesk();
        venue.Simulator.Faults.WithholdAnswers(1);
        client.Send(FixTestVenue.Order("a", '1', 1, 100m));
        client.Send(Question("a"));
        Report(client, 'I', '2');

        venue.Simulator.Faults.Disconnect(ConnectionKinds.Private);
        Assert.Equal("logout", client.NextEvent());
        client.NextEvent();
        venue.Simulator.Faults.ReleaseWithheld();
        Assert.Equal("logon", client.Connect());

        Assert.True(Report(client, '0', '0').Equals(FixTag.PossDupFlag, "Y"u8));
        Assert.Equal("a", Report(client, 'F', '2').GetText(FixTag.ClOrdID));
    }

    [Fact]
    public async Task Dispose_WithClientsLoggedOnAndMarketsRunning_IsQuick()
    {
        FixTestVenue venue = await FixTestVenue.StartAsync();
        venue.ConnectDesk();
        FixTestClient data = venue.ConnectData();
        data.Send(FixTestVenue.Subscribe("md1"));
        data.Next(FixMsgType.MarketDataSnapshot);
        venue.Exchange.Start();

        long started = Stopwatch.GetTimestamp();
        await venue.Simulator.DisposeAsync();
        TimeSpan taken = Stopwatch.GetElapsedTime(started);
        await venue.DisposeAsync();

        Assert.True(taken < TimeSpan.FromSeconds(2), $"took {taken}");
    }

    [Fact]
    public void Options_NamingAnUnknownAccount_AreRefused()
    {
        FixVenueSimulatorOptions options = new()
        {
            Clock = new MarketClock(TimeProvider.System),
            Markets = [],
            Accounts = [],
            Clients = [new FixVenueClientOptions { CompId = "DESK", Username = "desk", Password = "secret", Accounts = ["ghost"] }],
        };
        Assert.Contains("ghost", Assert.Throws<ArgumentException>(() => new FixVenueSimulator(options)).Message, StringComparison.Ordinal);
    }

    private static FixMessage Report(FixTestClient client, char type, char status)
    {
        FixMessage report = client.Next(FixMsgType.ExecutionReport);
        Assert.Equal((type.ToString(), status.ToString()), (report.GetText(FixTag.ExecType), report.GetText(FixTag.OrdStatus)));
        if (report.Contains(FixTag.OrderQty) && status is '0' or '1')
            Assert.Equal(Value(report, FixTag.OrderQty), Value(report, FixTag.CumQty) + Value(report, FixTag.LeavesQty));
        return report;
    }

    private static decimal Value(FixMessage message, int tag) =>
        message.TryGetDecimal(tag, out decimal value) ? value : throw new FormatException($"no decimal in {tag}");

    private static DateTime Time(FixMessage message) =>
        message.TryGetTimestamp(FixTag.TransactTime, out DateTime time) ? time : throw new FormatException("no TransactTime");

    private static FixMessageWriter Question(string id) => new FixMessageWriter()
        .Begin(FixMsgType.OrderStatusRequest)
        .Append(FixTag.ClOrdID, id)
        .Append(FixTag.Symbol, FixTestVenue.Symbol)
        .Append(FixTag.Side, '1');

    private static FixMessageWriter CancelRequest(string id, string original) => new FixMessageWriter()
        .Begin(FixMsgType.OrderCancelRequest)
        .Append(FixTag.OrigClOrdID, original)
        .Append(FixTag.ClOrdID, id)
        .Append(FixTag.Symbol, FixTestVenue.Symbol)
        .Append(FixTag.Side, '1')
        .Append(FixTag.TransactTime, DateTime.UtcNow, FixTimestampPrecision.Milliseconds);
}
