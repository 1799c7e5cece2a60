using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Store;
using MarginRouter.Gateway.Reports;

namespace MarginRouter.Gateway.Tests;

/// <summary>Execution reports and cancel rejects, field by field, as a desk reads them from the socket.</summary>
public sealed class ReportTests : IDisposable
{
    private const string At = "60=20270115-08:00:00.123456";
    private readonly TestRouter router = new();
    private readonly MemoryFixMessageStore store = new();
    private readonly TestDesk desk;

    public ReportTests() => desk = new TestDesk(store).LogOn(router.EndPoint);

    [Theory]
    [InlineData(ExecutionKind.New, ParentStatus.New, "150=0|39=0")]
    [InlineData(ExecutionKind.PendingCancel, ParentStatus.PendingCancel, "150=6|39=6")]
    [InlineData(ExecutionKind.Canceled, ParentStatus.Canceled, "150=4|39=4")]
    [InlineData(ExecutionKind.OrderStatus, ParentStatus.PartiallyFilled, "150=I|39=1")]
    [InlineData(ExecutionKind.PendingReplace, ParentStatus.PendingReplace, "150=E|39=E")]
    [InlineData(ExecutionKind.Replaced, ParentStatus.PartiallyFilled, "150=5|39=1")]
    [InlineData(ExecutionKind.Expired, ParentStatus.Expired, "150=C|39=C")]
    public void Report_WithoutTrade_HasExactlyTheseFields(ExecutionKind kind, ParentStatus status, string codes)
    {
        router.Gateway.Send(Reports.Of(1) with { Kind = kind, Status = status });

        Assert.Equal($"35=8|37=k3f-7|17=k3f-1|11=A1|{codes}|55=BTC-USD|54=1|38=2.50|151=1.5|14=1.00|6=60000.123|{At}", desk.Next());
    }

    [Fact]
    public void Report_OfATrade_CarriesVenueAccountNativePriceAndFee()
    {
        router.Gateway.Send(Reports.Of(1) with
        {
            Kind = ExecutionKind.Trade,
            Status = ParentStatus.Filled,
            Side = Side.Sell,
            AveragePrice = 60000.123456789012345678901234m,
            LeavesQuantity = 0m,
            LastQuantity = 0.5m,
            LastPrice = 59999.95m,
            LastVenue = "beta",
            Subaccount = "beta-1",
            NativePrice = 60003m,
            NativeFee = -0.0012m,
            NativeFeeAsset = new Asset("USDT"),
        });

        Assert.Equal(
            "35=8|37=k3f-7|17=k3f-1|11=A1|150=F|39=2|55=BTC-USD|54=2|38=2.50|32=0.5|31=59999.95|30=beta|851=2|1=beta-1|5100=60003|"
            + $"12=-0.0012|13=3|479=USDT|151=0|14=1.00|6=60000.123456789012345678901234|{At}",
            desk.Next());
    }

    [Theory]
    [InlineData(RefusalReason.VenueAcceptance, 3)]
    [InlineData(RefusalReason.MaintenanceUtilisation, 3)]
    [InlineData(RefusalReason.MaximumOrderNotional, 3)]
    [InlineData(RefusalReason.UnknownProduct, 1)]
    [InlineData(RefusalReason.UnknownOrder, 5)]
    [InlineData(RefusalReason.DuplicateClientOrderId, 6)]
    [InlineData(RefusalReason.UnsupportedOrderType, 11)]
    [InlineData(RefusalReason.InvalidQuantity, 13)]
    [InlineData(RefusalReason.PriceMissing, 99)]
    [InlineData(RefusalReason.KillSwitchEngaged, 99)]
    public void Report_OfARejection_NamesReasonRequirementAvailableAndRule(RefusalReason reason, int code)
    {
        router.Gateway.Send(Reports.Of(1) with
        {
            Parent = null,
            Kind = ExecutionKind.Rejected,
            Status = ParentStatus.Rejected,
            CumulativeQuantity = 0m,
            LeavesQuantity = 0m,
            AveragePrice = 0m,
            Refusals = [new Refusal(reason, "alpha-1", 1234.567m, 12.25m, 0.5m), new Refusal(RefusalReason.PriceStale, "mark of X")],
        });

        Assert.Equal(
            $"35=8|37=NONE|17=k3f-1|11=A1|150=8|39=8|55=BTC-USD|54=1|38=2.50|151=0|14=0|6=0|103={code}|"
            + $"58={reason}: alpha-1 required 1234.57 available 12.25 limit 0.5; PriceStale: mark of X|"
            + $"5101={(int)reason}|5102=alpha-1|5103=1234.567|5104=12.25|5105=0.5|{At}",
            desk.Next());
    }

    [Fact]
    public void Report_OfACancelWithBlockingLimits_NamesBothOrdersAndTheLimit()
    {
        router.Gateway.Send(Reports.Of(1) with
        {
            Kind = ExecutionKind.Canceled,
            Status = ParentStatus.Canceled,
            ClientOrderId = "C1",
            OriginalClientOrderId = "A1",
            Refusals = [new Refusal(RefusalReason.BookStale, "beta:BTC/USD")],
        });

        Assert.Equal(
            "35=8|37=k3f-7|17=k3f-1|11=C1|41=A1|150=4|39=4|55=BTC-USD|54=1|38=2.50|151=1.5|14=1.00|6=60000.123|"
            + $"58=BookStale: beta:BTC/USD|5101={(int)RefusalReason.BookStale}|5102=beta:BTC/USD|{At}",
            desk.Next());
    }

    [Fact]
    public void Report_WithWordsThatFixTextCannotHold_IsSentWithQuestionMarks()
    {
        router.Gateway.Send(Reports.Of(1) with
        {
            Kind = ExecutionKind.Trade,
            LastQuantity = 1m,
            LastPrice = 1m,
            LastVenue = "b\u00f6rse",
            Subaccount = "konto\u20131",
            NativePrice = 1m,
            NativeFee = 1m,
            NativeFeeAsset = new Asset("\u5e01"),
            Refusals = [new Refusal(RefusalReason.VenueRejected, "unzul\u00e4ssig\n")],
        });
        router.Gateway.Send(Reports.Of(2) with { Refusals = [new Refusal(RefusalReason.VenueRejected, string.Empty)] });

        string report = desk.Next();

        Assert.Contains("|30=b?rse|851=2|1=konto?1|", report, StringComparison.Ordinal);
        Assert.Contains("|479=?|", report, StringComparison.Ordinal);
        Assert.Contains("|58=VenueRejected: unzul?ssig?|", report, StringComparison.Ordinal);
        Assert.Contains("|5102=unzul?ssig?|", report, StringComparison.Ordinal);
        Assert.Contains("|17=k3f-2|", desk.Next(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RefusalReason.TooLateToCancel, 0)]
    [InlineData(RefusalReason.UnknownOrder, 1)]
    [InlineData(RefusalReason.CancelPending, 3)]
    [InlineData(RefusalReason.DuplicateClientOrderId, 6)]
    [InlineData(RefusalReason.KillSwitchEngaged, 99)]
    public void CancelReject_HasExactlyTheseFields(RefusalReason reason, int code)
    {
        router.Gateway.Send(Reports.Reject(1, "C1", "A1", new ParentOrderId(9), ParentStatus.Filled, reason));
        router.Gateway.Send(Reports.Reject(2, "C2", "A2", null, ParentStatus.Rejected, reason) with { OfReplace = true });

        Assert.Equal($"35=9|37=k3f-9|11=C1|41=A1|39=2|434=1|102={code}|58={reason}: A1|5101={(int)reason}|5102=A1|5106=k3f-1", desk.Next());
        Assert.Equal($"35=9|37=NONE|11=C2|41=A2|39=8|434=2|102={code}|58={reason}: A2|5101={(int)reason}|5102=A2|5106=k3f-2", desk.Next());
    }

    [Fact]
    public void RefusalText_OfManyRefusals_IsCutWhereEveryEngineTakesIt()
    {
        string text = RefusalText.Of([.. Enumerable.Range(0, 50).Select(i => new Refusal(RefusalReason.BookStale, $"venue-{i}:BTC-USD"))]);

        Assert.Equal(480, text.Length);
        Assert.EndsWith("...", text, StringComparison.Ordinal);
    }

    [Fact]
    public void FixCodes_EveryRefusalReason_HasACode() => Assert.All(
        Enum.GetValues<RefusalReason>(),
        reason =>
        {
            Assert.Contains(FixCodes.RejectReason(reason), new[] { 1, 3, 5, 6, 11, 13, 99 });
            Assert.Contains(FixCodes.CancelRejectReason(reason), new[] { 0, 1, 3, 6, 99 });
        });

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }
}
