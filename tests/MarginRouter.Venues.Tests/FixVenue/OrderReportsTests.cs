using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.FixVenue.Trading;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.FixVenue;

/// <summary>Reports in the shapes that venues differ in.</summary>
public sealed class OrderReportsTests
{
    private static readonly Instrument Bitcoin = TestInstruments.Spot(0.5m, 0.001m, symbol: "BTCUSD") with { Quote = new Asset("USD"), Settlement = new Asset("USD"), Fees = new FeeSchedule(0.001m, 0.0001m) };
    private static readonly ChildOrderId Child = new(new ParentOrderId(1), 1, 0);

    private readonly RecordedSink sink = new();
    private readonly ClientOrderIdFormat ids = new("tst");
    private readonly OpenChildren children;
    private readonly StatusQuestions questions = new();
    private readonly WireOrders orders = new();
    private readonly OrderReports reports;

    public OrderReportsTests()
    {
        children = new OpenChildren(sink);
        reports = ReportsOf(new FixReportDialect());
        children.Sent(Terms, default);
    }

    private static ChildOrderTerms Terms { get; } =
        new(Child, new SubaccountId(0), Bitcoin.Id, Side.Buy, new QuantityLots(3000), new PriceTicks(200), false);

    [Theory]
    [InlineData("12=0.25|13=3|479=BNB", "0.25", "BNB")]
    [InlineData("12=0.25", "0.25", "USD")]
    [InlineData("12=0.1|13=1", "0.2", "USD")]
    [InlineData("12=0.05|13=2", "0.1", "USD")]
    [InlineData("136=2|137=0.25|138=USD|139=4|137=0.5|138=USD|139=7", "0.75", "USD")]
    [InlineData("136=1|137=0.25|139=4", "0.25", "USD")]
    [InlineData("1=x", "0", "USD")]
    public void Report_Trade_ReadsTheFeeInEveryForm(string fields, string fee, string asset)
    {
        Report($"150=F|39=1|38=3|14=2|151=1|17=E1|31=100|32=2|{fields}|60=20261121-22:00:00.123456");
        Fill fill = Assert.IsType<ChildFilled>(Assert.Single(sink.Events)).Fill;
        Assert.Equal((decimal.Parse(fee, System.Globalization.CultureInfo.InvariantCulture), asset), (fill.Fee, fill.FeeAsset.Code));
        Assert.Equal((new QuantityLots(2000), 100m, "E1"), (fill.Quantity, fill.Price, fill.VenueTradeId));
        Assert.Equal(1_795_298_400_123_456_000L, fill.VenueTime.Nanoseconds);
    }

    [Fact]
    public void Report_SentAgainAfterALostConnection_IsDeliveredWithTheSameTradeId()
    {
        Report("150=F|39=1|38=3|14=2|151=1|17=E1|31=100|32=2|60=20261121-22:00:00");
        children.LoseAll("session lost");
        Report("43=Y|150=F|39=1|38=3|14=2|151=1|17=E1|31=100|32=2|60=20261121-22:00:00");
        Assert.Equal(["E1", "E1"], sink.Events.OfType<ChildFilled>().Select(filled => filled.Fill.VenueTradeId));
    }

    [Fact]
    public void Report_OfACancelRequest_EndsTheOriginalOrder()
    {
        reports.Report(FixText.Parse($"35=8|37=O1|11={ids.Format(Child)}_c1|41={ids.Format(Child)}|55=BTCUSD|150=4|39=4|38=3|14=1|151=0|58=as asked"), default);
        Assert.Equal(new ChildEnded(Child, new QuantityLots(1000), "as asked"), Assert.Single(sink.Events));
    }

    [Theory]
    [InlineData("150=I|39=0|14=0", VenueOrderState.Working, 0)]
    [InlineData("150=I|39=2|14=3|6=100.5", VenueOrderState.Filled, 3000)]
    [InlineData("150=I|39=4|14=1|6=100.5", VenueOrderState.Ended, 1000)]
    [InlineData("150=I|39=C|14=1|6=100.5", VenueOrderState.Ended, 1000)]
    [InlineData("150=I|39=8|14=0|103=3", VenueOrderState.Refused, 0)]
    [InlineData("150=I|39=8|14=0|103=5", VenueOrderState.NotFound, 0)]
    [InlineData("150=8|39=8|14=0|103=99|58=Unknown order", VenueOrderState.NotFound, 0)]
    public void Report_AnswerToAQuestion_IsReported(string fields, VenueOrderState state, long lots)
    {
        questions.Add(new QueryChild(Terms, null), default);
        Report(fields);
        ChildStatusReported status = Assert.IsType<ChildStatusReported>(Assert.Single(sink.Events));
        Assert.Equal((state, lots), (status.State, status.CumulativeQuantity.Value));
        Assert.Equal(lots == 0 ? null : 100.5m, status.AveragePrice);
        Assert.Equal(state == VenueOrderState.Working, questions.IsOpen(Child));
    }

    [Fact]
    public void Report_StatusThatNobodyAskedFor_SaysNothing()
    {
        Report("150=I|39=2|14=3|6=100.5");
        Assert.Empty(sink.Events);
    }

    [Fact]
    public void Report_OfAnOrderPlacedByHand_SaysNothing()
    {
        Assert.Null(reports.Report(FixText.Parse("35=8|37=O1|11=manual-7|55=BTCUSD|150=F|39=2|38=3|14=3|151=0|17=E1|31=100|32=3"), default));
        Assert.Empty(sink.Events);
    }

    [Theory]
    [InlineData("150=F|39=1|38=3|14=2|151=1|31=100|32=2")]
    [InlineData("150=F|39=1|38=3|14=2|151=1|17=E1|32=2")]
    [InlineData("150=F|39=1|38=3|14=2|151=1|17=E1|31=100|32=0.0001")]
    [InlineData("150=4|39=4|38=3")]
    public void Report_WithoutItsParts_IsRefused(string fields)
    {
        Assert.NotNull(reports.Report(FixText.Parse($"35=8|37=O1|11={ids.Format(Child)}|55=BTCUSD|{fields}"), default));
        Assert.Empty(sink.Events);
    }

    [Fact]
    public void CancelRejected_OfAQuestionAboutAnUnknownOrder_IsNotFound()
    {
        questions.Add(new QueryChild(Terms, null), default);
        reports.CancelRejected(FixText.Parse($"35=9|37=NONE|11={ids.Format(Child)}|41={ids.Format(Child)}|39=8|434=1|102=1"), new Instant(9));
        Assert.Equal(VenueOrderState.NotFound, Assert.IsType<ChildStatusReported>(Assert.Single(sink.Events)).State);
    }

    [Fact]
    public void CancelRejected_OfACancel_ChangesNothing()
    {
        questions.Add(new QueryChild(Terms, null), default);
        reports.CancelRejected(FixText.Parse($"35=9|37=NONE|11={ids.Format(Child)}_c1|41={ids.Format(Child)}|39=8|434=1|102=1"), new Instant(9));
        Assert.Empty(sink.Events);
        Assert.True(questions.IsOpen(Child));
    }

    [Fact]
    public void BusinessRejected_Order_IsRefused()
    {
        reports.BusinessRejected(FixText.Parse($"35=j|45=7|372=D|379={ids.Format(Child)}|380=6|58=not permitted"), default);
        Assert.Equal(new ChildRefused(Child, "j/6", "not permitted"), Assert.Single(sink.Events));
    }

    [Fact]
    public void Report_TradeTakenBack_NamesTheTradeByItsExecutionId()
    {
        Report("150=H|39=1|38=3|14=1|151=2|17=R9|19=E1|60=20261121-22:00:00");
        Assert.Equal(new ChildTradeBusted(Child, "E1", new Instant(1_795_298_400_000_000_000L)), Assert.Single(sink.Events));
    }

    [Fact]
    public void Report_TradeCorrected_StatesWhatHoldsInItsPlace()
    {
        Report("150=G|39=1|38=3|14=2|151=1|17=E2|19=E1|31=101|32=2|12=0.5|60=20261121-22:00:00");
        ChildTradeCorrected corrected = Assert.IsType<ChildTradeCorrected>(Assert.Single(sink.Events));
        Assert.Equal(("E1", "E2", 101m, 0.5m), (corrected.VenueTradeId, corrected.Corrected.VenueTradeId, corrected.Corrected.Price, corrected.Corrected.Fee));
    }

    [Theory]
    [InlineData("150=H|39=1|38=3|14=1|151=2|17=R9")]
    [InlineData("150=G|39=1|38=3|14=2|151=1|17=E2|31=101|32=2")]
    [InlineData("150=G|39=1|38=3|14=2|151=1|17=E2|19=E1|32=2")]
    public void Report_ChangeOfATradeWithoutItsParts_IsRefused(string fields)
    {
        Assert.NotNull(reports.Report(FixText.Parse($"35=8|37=O1|11={ids.Format(Child)}|55=BTCUSD|{fields}"), default));
        Assert.Empty(sink.Events);
    }

    [Fact]
    public void Report_RestatedToASmallerSize_EndsWithItsLastFill()
    {
        orders.Sent(Child, new WireOrder(ids.Format(Child), null, null, Terms.Quantity));
        Report("150=D|378=5|39=0|38=2|14=0|151=2|17=R1");
        Assert.Empty(sink.Events);
        Report("150=F|39=2|38=2|14=2|151=0|17=E1|31=100|32=2|60=20261121-22:00:00");
        Assert.Equal([typeof(ChildFilled), typeof(ChildEnded)], sink.Events.Select(said => said.GetType()));
        Assert.Equal(new QuantityLots(2000), sink.Events.OfType<ChildEnded>().Single().CumulativeQuantity);
    }

    [Theory]
    [InlineData("4")]
    [InlineData("C")]
    public void Report_RestatedToItsEnd_Ends(string status)
    {
        Report($"150=D|378=8|39={status}|38=3|14=1|151=0|17=R1|58=market closed");
        Assert.Equal(new ChildEnded(Child, new QuantityLots(1000), "market closed"), Assert.Single(sink.Events));
    }

    [Theory]
    [InlineData("851=1", "0.02")]
    [InlineData("851=2", "0.2")]
    [InlineData("1=x", "0.2")]
    [InlineData("136=1|137=0.75|138=USD|139=4", "0.75")]
    public void Report_TradeOfAVenueThatStatesNoFees_BooksTheSchedule(string fields, string fee)
    {
        ReportsOf(new FixReportDialect { StatesFees = false, TradeIdTags = [1003, 17] })
            .Report(FixText.Parse($"35=8|37=O1|11={ids.Format(Child)}|55=BTCUSD|150=F|39=1|38=3|14=2|151=1|17=E1|1003=77|31=100|32=2|{fields}"), default);
        Fill fill = Assert.IsType<ChildFilled>(Assert.Single(sink.Events)).Fill;
        Assert.Equal((decimal.Parse(fee, System.Globalization.CultureInfo.InvariantCulture), "77"), (fill.Fee, fill.VenueTradeId));
    }

    private OrderReports ReportsOf(FixReportDialect dialect) => new(new ReportParts
    {
        Children = children,
        Questions = questions,
        Symbols = new SymbolTable([Bitcoin]),
        Ids = new WireIds(ids, FixOrderIdForm.Text, new VenueClock(TimeProvider.System)),
        Orders = orders,
        Standing = new StandingRequests(dialect, TimeProvider.System),
        Dialect = dialect,
        Logger = NullLogger.Instance,
    });

    private void Report(string fields) =>
        Assert.Null(reports.Report(FixText.Parse($"35=8|37=O1|11={ids.Format(Child)}|55=BTCUSD|54=1|{fields}"), default));
}
