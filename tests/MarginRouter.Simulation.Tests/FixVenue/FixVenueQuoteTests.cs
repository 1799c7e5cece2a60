using MarginRouter.Core.MarketData;
using MarginRouter.Fix.Codec;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Simulation.Tests.FixVenue;

/// <summary>Quotes of makers as a client that knows only FIX sees them. The middle of the book is 99.995.</summary>
public sealed class FixVenueQuoteTests
{
    private const int ValidUntilTime = 62;
    private const int OfferPx = 133;
    private const int BidSize = 134;
    private const int OfferSize = 135;
    private const int QuoteStatus = 297;
    private const int MinBidSize = 647;
    private const int MinOfferSize = 648;
    private const int RejectReason = 658;
    private const int QuoteRespId = 693;
    private static readonly int QuoteResponse = FixMsgType.FromText("AJ"u8);
    private static readonly int QuoteStatusReport = FixMsgType.FromText("AI"u8);
    private static readonly int QuoteCancel = FixMsgType.FromText("Z"u8);
    private static readonly QuoteMakerOptions Alpha = new() { Name = "ALPHA", SpreadBasisPoints = 1m, Validity = TimeSpan.FromSeconds(30) };
    private static readonly QuoteMakerOptions Beta = new()
    {
        Name = "BETA",
        SpreadBasisPoints = 10m,
        MaximumQuantity = 2m,
        MinimumFraction = 0.25m,
        Validity = TimeSpan.FromSeconds(30),
    };

    [Fact]
    public async Task Request_ToTwoMakers_BringsAQuoteOfEach()
    {
        await using FixTestVenue venue = await StartAsync(Alpha, Beta);
        FixTestClient client = venue.ConnectDesk();

        client.Send(Request("r1", 3m));

        FixMessage alpha = client.Next(FixMsgType.Quote);
        FixMessage beta = client.Next(FixMsgType.Quote);
        Assert.Equal(("r1", "ALPHA"), (alpha.GetText(FixTag.QuoteReqID), alpha.GetText(FixTag.PartyID)));

        // 99.995 and one basis point is 100.0049995: up to the tick. Sizes: all or nothing, and a quarter of the two that it has.
        Assert.Equal((100.01m, 3m, 3m), (Value(alpha, OfferPx), Value(alpha, OfferSize), Value(alpha, MinOfferSize)));
        Assert.Equal(("BETA", 100.10m, 2m, 0.5m), (beta.GetText(FixTag.PartyID), Value(beta, OfferPx), Value(beta, OfferSize), Value(beta, MinOfferSize)));
        Assert.False(alpha.Contains(FixTag.BidPx));
        Assert.NotEqual(alpha.GetText(FixTag.QuoteID), beta.GetText(FixTag.QuoteID));
        Assert.True(alpha.TryGetTimestamp(ValidUntilTime, out DateTime until));
        Assert.InRange(until, DateTime.UtcNow.AddSeconds(20), DateTime.UtcNow.AddSeconds(30));
    }

    [Fact]
    public async Task Request_WithoutASide_BringsBothPrices()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();

        client.Send(Request("r1", 1m, side: null));

        FixMessage quote = client.Next(FixMsgType.Quote);
        Assert.Equal((99.98m, 100.01m), (Value(quote, FixTag.BidPx), Value(quote, OfferPx)));
        Assert.Equal((1m, 1m), (Value(quote, BidSize), Value(quote, MinBidSize)));
    }

    [Fact]
    public async Task Take_WithLastLook_IsPendingThenFilledAndSettled()
    {
        await using FixTestVenue venue = await StartAsync(Alpha with { LastLook = TimeSpan.FromMilliseconds(30) });
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 2m);

        client.Send(Take(quote, "c1", 2m, 100.01m));

        FixMessage pending = Report(client, 'A', 'A');
        Assert.Equal(("c1", "x-c1", "main"), (pending.GetText(FixTag.ClOrdID), pending.GetText(QuoteRespId), pending.GetText(FixTag.Account)));
        Assert.Equal((0m, 2m), (Value(pending, FixTag.CumQty), Value(pending, FixTag.LeavesQty)));
        FixMessage fill = Report(client, 'F', '2');
        Assert.Equal((2m, 100.01m, 0.20002m), (Value(fill, FixTag.LastQty), Value(fill, FixTag.LastPx), Value(fill, FixTag.Commission)));
        Assert.Equal(pending.GetText(FixTag.OrderID), fill.GetText(FixTag.OrderID));
        Assert.Equal(6m, venue.Simulator.Account("main").Balance("BTC"));
        Assert.Equal(1_000m - 200.02m - 0.20002m, venue.Simulator.Account("main").Balance("USDT"));

        // The book was not touched.
        Assert.Equal(1m, venue.Simulator.Market(FixTestVenue.Symbol).Copy().Asks[0].Quantity.Value * 0.00001m);
    }

    [Fact]
    public async Task Take_ASecondTime_IsRefused()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 1m);

        client.Send(Take(quote, "c1", 1m, 100.01m));
        Report(client, 'A', 'A');
        Report(client, 'F', '2');
        client.Send(Take(quote, "c2", 1m, 100.01m));

        Assert.Equal("6", Report(client, '8', '8').GetText(FixTag.OrdRejReason));
        Assert.Equal(5m, venue.Simulator.Account("main").Balance("BTC"));
    }

    [Theory]
    [InlineData(0.4, 100.10, "13")]
    [InlineData(2.1, 100.10, "13")]
    [InlineData(1, 100.09, "99")]
    public async Task Take_OutsideTheQuote_IsRefusedAndLeavesIt(double quantity, double price, string reason)
    {
        await using FixTestVenue venue = await StartAsync(Beta);
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 2m);

        client.Send(Take(quote, "c1", (decimal)quantity, (decimal)price));
        Assert.Equal(reason, Report(client, '8', '8').GetText(FixTag.OrdRejReason));

        client.Send(Take(quote, "c2", 0.5m, 100.10m));
        Report(client, 'A', 'A');
        Assert.Equal(0.5m, Value(Report(client, 'F', '2'), FixTag.LastQty));
    }

    [Fact]
    public async Task Take_OnTheOtherSide_IsRefused()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 1m);

        client.Send(Take(quote, "c1", 1m, 90m, side: '2'));

        Report(client, '8', '8');
        Assert.Equal(MakerQuoteState.Active, venue.Simulator.Quotes.Quotes[0].State);
    }

    [Fact]
    public async Task Take_BeyondTheBalance_IsRefusedByTheVenue()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 100m);

        client.Send(Take(quote, "c1", 100m, 100.01m));

        Assert.Equal("3", Report(client, '8', '8').GetText(FixTag.OrdRejReason));
        Assert.Equal(MakerQuoteState.Failed, venue.Simulator.Quotes.Quotes[0].State);
    }

    [Fact]
    public async Task Quote_ThatRunsOut_IsToldAndCannotBeTaken()
    {
        await using FixTestVenue venue = await StartAsync(Alpha with { Validity = TimeSpan.FromMilliseconds(20) });
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 1m);

        FixMessage ended = client.Next(QuoteStatusReport);
        Assert.Equal((quote.GetText(FixTag.QuoteID), "7"), (ended.GetText(FixTag.QuoteID), ended.GetText(QuoteStatus)));
        client.Send(Take(quote, "c1", 1m, 100.01m));

        Assert.Equal("8", Report(client, '8', '8').GetText(FixTag.OrdRejReason));
        Assert.Equal(4m, venue.Simulator.Account("main").Balance("BTC"));
    }

    [Fact]
    public async Task Quote_ThatItsMakerWithdraws_IsCancelled()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 1m);

        venue.Simulator.Quotes.Withdraw("ALPHA", "market moved");

        FixMessage cancel = client.Next(QuoteCancel);
        Assert.Equal((quote.GetText(FixTag.QuoteID), "market moved"), (cancel.GetText(FixTag.QuoteID), cancel.GetText(FixTag.Text)));
        client.Send(Take(quote, "c1", 1m, 100.01m));
        Assert.Equal("8", Report(client, '8', '8').GetText(FixTag.OrdRejReason));
    }

    [Fact]
    public async Task Pass_EndsTheQuoteOrAllOfTheRequest()
    {
        await using FixTestVenue venue = await StartAsync(Alpha, Beta);
        FixTestClient client = venue.ConnectDesk();
        FixMessage alpha = Ask(client, "r1", 1m);
        FixMessage beta = client.Next(FixMsgType.Quote);

        client.Send(Pass(alpha));
        Assert.Equal("11", client.Next(QuoteStatusReport).GetText(QuoteStatus));
        client.Send(new FixMessageWriter().Begin(QuoteResponse).Append(QuoteRespId, "p2").Append(694, '6').Append(FixTag.QuoteReqID, "r1").Append(FixTag.Symbol, FixTestVenue.Symbol));

        FixMessage second = client.Next(QuoteStatusReport);
        Assert.Equal((beta.GetText(FixTag.QuoteID), "11"), (second.GetText(FixTag.QuoteID), second.GetText(QuoteStatus)));
        Assert.All(venue.Simulator.Quotes.Quotes, quote => Assert.Equal(MakerQuoteState.Passed, quote.State));
    }

    [Fact]
    public async Task Request_ThatNoMakerAnswers_IsRefusedWithTheirWords()
    {
        await using FixTestVenue venue = await StartAsync(Alpha, Beta);
        FixTestClient client = venue.ConnectDesk();
        venue.Simulator.Quotes.Faults.RefuseToQuote(2, "lunch");

        client.Send(Request("r1", 1m));

        FixMessage refusal = client.Next(FixMsgType.QuoteRequestReject);
        Assert.Equal(("r1", "10", "ALPHA: lunch; BETA: lunch"), (refusal.GetText(FixTag.QuoteReqID), refusal.GetText(RejectReason), refusal.GetText(FixTag.Text)));
    }

    [Fact]
    public async Task Request_ForAnUnlistedSymbol_IsRefused()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();

        client.Send(Request("r1", 1m, symbol: "DOGEUSDT"));

        Assert.Equal("1", client.Next(FixMsgType.QuoteRequestReject).GetText(RejectReason));
    }

    [Fact]
    public async Task LastLook_WhenTheMarketMovedAgainstTheMaker_Rejects()
    {
        await using FixTestVenue venue = await StartAsync(Alpha with { LastLook = TimeSpan.FromMilliseconds(50), ToleranceBasisPoints = 2m });
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 1m);

        client.Send(Take(quote, "c1", 1m, 100.01m));
        Report(client, 'A', 'A');
        venue.Simulator.Market(FixTestVenue.Symbol).SetLevel(BookSide.Bid, 100.20m, 1m);

        FixMessage reject = Report(client, '8', '8');
        Assert.Contains("last look", reject.GetText(FixTag.Text), StringComparison.Ordinal);
        Assert.Equal(("99", 0m, 0m), (reject.GetText(FixTag.OrdRejReason), Value(reject, FixTag.CumQty), Value(reject, FixTag.LeavesQty)));
        Assert.Equal(4m, venue.Simulator.Account("main").Balance("BTC"));
    }

    [Fact]
    public async Task Faults_RejectExpireAndFillLate_ShowInTheReports()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();
        QuoteFaults faults = venue.Simulator.Quotes.Faults;

        faults.RejectAtLastLook(1, "changed my mind");
        client.Send(Take(Ask(client, "r1", 1m), "c1", 1m, 100.01m));
        Report(client, 'A', 'A');
        Assert.Equal("changed my mind", Report(client, '8', '8').GetText(FixTag.Text));

        faults.ExpireWhileExecuting(1);
        client.Send(Take(Ask(client, "r2", 1m), "c2", 1m, 100.01m));
        Report(client, 'A', 'A');
        Assert.Equal("8", Report(client, '8', '8').GetText(FixTag.OrdRejReason));

        faults.FillLate(1, TimeSpan.FromMilliseconds(20));
        client.Send(Take(Ask(client, "r3", 1m), "c3", 1m, 100.01m));
        Report(client, 'A', 'A');
        Report(client, '8', '8');
        Assert.Equal(1m, Value(Report(client, 'F', '2'), FixTag.CumQty));
        Assert.Equal(5m, venue.Simulator.Account("main").Balance("BTC"));
    }

    [Fact]
    public async Task Fault_DoubledFill_HasTheSameExecutionIdAndIsBookedOnce()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();
        venue.Simulator.Quotes.Faults.DoubleFills(1);

        client.Send(Take(Ask(client, "r1", 1m), "c1", 1m, 100.01m));

        Report(client, 'A', 'A');
        Assert.Equal(Report(client, 'F', '2').GetText(FixTag.ExecID), Report(client, 'F', '2').GetText(FixTag.ExecID));
        Assert.Equal(5m, venue.Simulator.Account("main").Balance("BTC"));
    }

    [Fact]
    public async Task Fault_LostAcknowledgement_IsKnownToTheStatusAndComesLater()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 1m);
        venue.Simulator.Faults.WithholdAnswers(1);

        client.Send(Take(quote, "c1", 1m, 100.01m));
        client.Send(Question("c1"));
        Report(client, 'I', '2');
        venue.Simulator.Faults.ReleaseWithheld();

        Report(client, 'A', 'A');
        Report(client, 'F', '2');
    }

    [Fact]
    public async Task Fault_SwallowedTake_LeavesTheQuoteAndNoOrder()
    {
        await using FixTestVenue venue = await StartAsync(Alpha);
        FixTestClient client = venue.ConnectDesk();
        FixMessage quote = Ask(client, "r1", 1m);
        venue.Simulator.Faults.SwallowOrders(1);

        client.Send(Take(quote, "c1", 1m, 100.01m));
        client.Send(Question("c1"));

        Assert.Equal("5", Report(client, 'I', '8').GetText(FixTag.OrdRejReason));
        Assert.Equal(MakerQuoteState.Active, venue.Simulator.Quotes.Quotes[0].State);
    }

    [Fact]
    public async Task Cancel_WhileTheMakerLooks_IsTooLate()
    {
        await using FixTestVenue venue = await StartAsync(Alpha with { LastLook = TimeSpan.FromMilliseconds(200) });
        FixTestClient client = venue.ConnectDesk();
        client.Send(Take(Ask(client, "r1", 1m), "c1", 1m, 100.01m));
        Report(client, 'A', 'A');

        client.Send(new FixMessageWriter().Begin(FixMsgType.OrderCancelRequest)
            .Append(FixTag.OrigClOrdID, "c1").Append(FixTag.ClOrdID, "x1").Append(FixTag.Symbol, FixTestVenue.Symbol)
            .Append(FixTag.Side, '1').Append(FixTag.TransactTime, DateTime.UtcNow, FixTimestampPrecision.Milliseconds));

        Assert.Equal("c1", client.Next(FixMsgType.OrderCancelReject).GetText(FixTag.OrigClOrdID));
        Report(client, 'F', '2');
    }

    [Fact]
    public async Task TakenQuotes_OfRandomSizes_AddUpToTheAccount()
    {
        const int seed = 31;
        await using FixTestVenue venue = await StartAsync(Alpha, Beta);
        FixTestClient client = venue.ConnectDesk();
        Random random = new(seed);
        decimal coins = 4m;
        decimal dollars = 1_000m;
        for (int index = 0; index < 20; index++)
        {
            char side = random.Next(2) == 0 ? '1' : '2';
            decimal quantity = random.Next(10, 40) / 100m;
            client.Send(Request($"r{index}", quantity, side));
            FixMessage quote = client.Next(FixMsgType.Quote);
            client.Next(FixMsgType.Quote);
            decimal price = Value(quote, side == '1' ? OfferPx : FixTag.BidPx);
            client.Send(Take(quote, $"c{index}", quantity, price, side));
            Report(client, 'A', 'A');
            FixMessage fill = Report(client, 'F', '2');
            int sign = side == '1' ? 1 : -1;
            coins += sign * quantity;
            dollars -= (sign * quantity * price) + Value(fill, FixTag.Commission);
        }

        Assert.True((coins, dollars) == (venue.Simulator.Account("main").Balance("BTC"), venue.Simulator.Account("main").Balance("USDT")), $"seed {seed}");
    }

    private static Task<FixTestVenue> StartAsync(params QuoteMakerOptions[] makers) =>
        FixTestVenue.StartAsync(options => options with { Makers = makers });

    private static FixMessage Ask(FixTestClient client, string id, decimal quantity)
    {
        client.Send(Request(id, quantity));
        return client.Next(FixMsgType.Quote);
    }

    private static FixMessageWriter Request(string id, decimal quantity, char? side = '1', string? symbol = null)
    {
        FixMessageWriter request = new FixMessageWriter().Begin(FixMsgType.QuoteRequest)
            .Append(FixTag.QuoteReqID, id)
            .Append(FixTag.Account, "main")
            .Append(FixTag.NoRelatedSym, 1)
            .Append(FixTag.Symbol, symbol ?? FixTestVenue.Symbol);
        if (side is { } direction)
            request.Append(FixTag.Side, direction);
        return request.Append(FixTag.OrderQty, quantity)
            .Append(303, 2)
            .Append(537, 1)
            .Append(FixTag.OrdType, 'D')
            .Append(FixTag.TransactTime, DateTime.UtcNow, FixTimestampPrecision.Milliseconds)
            .Append(ValidUntilTime, DateTime.UtcNow.AddSeconds(20), FixTimestampPrecision.Milliseconds);
    }

    private static FixMessageWriter Take(FixMessage quote, string id, decimal quantity, decimal price, char side = '1') => new FixMessageWriter()
        .Begin(QuoteResponse)
        .Append(QuoteRespId, $"x-{id}")
        .Append(FixTag.QuoteID, quote.GetText(FixTag.QuoteID)!)
        .Append(FixTag.QuoteReqID, quote.GetText(FixTag.QuoteReqID)!)
        .Append(694, '1')
        .Append(FixTag.ClOrdID, id)
        .Append(FixTag.Symbol, FixTestVenue.Symbol)
        .Append(FixTag.Side, side)
        .Append(FixTag.OrderQty, quantity)
        .Append(FixTag.Price, price)
        .Append(FixTag.Account, "main")
        .Append(FixTag.TransactTime, DateTime.UtcNow, FixTimestampPrecision.Milliseconds);

    private static FixMessageWriter Pass(FixMessage quote) => new FixMessageWriter()
        .Begin(QuoteResponse)
        .Append(QuoteRespId, "p1")
        .Append(FixTag.QuoteID, quote.GetText(FixTag.QuoteID)!)
        .Append(694, '6')
        .Append(FixTag.Symbol, FixTestVenue.Symbol);

    private static FixMessageWriter Question(string id) => new FixMessageWriter()
        .Begin(FixMsgType.OrderStatusRequest)
        .Append(FixTag.ClOrdID, id)
        .Append(FixTag.Symbol, FixTestVenue.Symbol)
        .Append(FixTag.Side, '1');

    private static FixMessage Report(FixTestClient client, char type, char status)
    {
        FixMessage report = client.Next(FixMsgType.ExecutionReport);
        Assert.Equal((type.ToString(), status.ToString()), (report.GetText(FixTag.ExecType), report.GetText(FixTag.OrdStatus)));
        return report;
    }

    private static decimal Value(FixMessage message, int tag) =>
        message.TryGetDecimal(tag, out decimal value) ? value : throw new FormatException($"no decimal in {tag}");
}
