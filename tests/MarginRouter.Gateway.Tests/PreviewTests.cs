using System.Text;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing.Transfers;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Gateway.Previews;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>QuoteRequest in, Quote or QuoteRequestReject out, by a real engine over a real session.</summary>
public sealed class PreviewTests : IDisposable
{
    private readonly TestSession session = new();
    private readonly EngineDesk engine;
    private readonly TestRouter router;
    private readonly MemoryFixMessageStore store = new();
    private readonly TestDesk desk;

    public PreviewTests()
    {
        engine = new EngineDesk(session);
        router = new TestRouter(engine);
        OpenMarket.Open(engine, session.Now);
        desk = new TestDesk(store).LogOn(router.EndPoint);
    }

    [Fact]
    public void QuoteRequest_OfWhatCanBeFilled_IsAnsweredBySplitPriceCostAndMargin()
    {
        desk.Send(FixMsgType.QuoteRequest, "131=Q1|146=1|55=BTC-USD|54=1|38=9.5");

        string quote = desk.Next();

        Assert.StartsWith("35=S|131=Q1|117=k3f-q", quote, StringComparison.Ordinal);
        Assert.Contains("|537=0|55=BTC-USD|54=1|38=9.5|133=", quote, StringComparison.Ordinal);
        Assert.Equal(9.5m, Number(quote, FixTagNumber.OfferSize));
        Assert.Contains("|5310=2|5311=alpha-1|5312=alpha|5313=BTCUSDT|5314=8", quote, StringComparison.Ordinal);
        Assert.Contains("|5311=beta-1|5312=beta|5313=BTC/USD|5314=1.5", quote, StringComparison.Ordinal);
        Assert.Contains("|5330=3|5331=alpha-1|5332=USDT|5333=1000000|", quote, StringComparison.Ordinal);
        Assert.Contains("|5339=0.5|5331=beta-1|", quote, StringComparison.Ordinal);
        decimal offer = Number(quote, FixTagNumber.OfferPrice);
        Assert.InRange(offer, 60_010m, 60_120m);
        Assert.True(Number(quote, DeskTag.UtilisationAfter) > 0m, quote);
        Assert.True(Number(quote, DeskTag.PreviewCostBasisPoints) >= Number(quote, DeskTag.PreviewGapBasisPoints), quote);
        Assert.Equal(0m, Number(quote, DeskTag.PreviewRemainder));
        Assert.Empty(session.Engine.Parents);
        Assert.Empty(session.Reports);
    }

    [Fact]
    public void QuoteRequest_WithInstructions_IsPreviewedUnderThem()
    {
        desk.Send(FixMsgType.QuoteRequest, "131=Q1|146=1|55=BTC-USD|54=1|38=0.5|40=2|44=60500|5208=alpha");

        string quote = desk.Next();

        Assert.Contains("|5310=1|5311=beta-1|", quote, StringComparison.Ordinal);
        Assert.Contains("|5356=VenueExcluded: alpha", quote, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_PreviewWithASuggestedTransfer_TellsItInTagsOfItsOwn()
    {
        ParentRequest request = new(TestFirm.Desk, "P", "BTC-USD", Side.Buy, 9.5m, OrderType.Market, null, TimeInForce.ImmediateOrCancel);
        RoutePreview preview = session.Apply(new PreviewRequested("Q", request)).OfType<AnswerPreview>().Single().Preview;
        TransferSuggestion suggestion = new(TestFirm.GammaAccount, TestFirm.BetaAccount, new Asset("USD"), TransferKind.Internal, 2_500m)
        {
            Fee = 1m,
            Cost = 1.25m,
            ExpectedMilliseconds = 5_000,
            WorstMilliseconds = 60_000,
            Planned = preview.Decision!.Planned,
            More = new QuantityLots(5_000),
            RouteCost = preview.Decision.Cost,
            Saving = 12.5m,
            MoreCost = 40m,
            NetBenefit = 30m,
            DonorUtilisation = null,
            ReceiverUtilisation = 0.3m,
        };
        RoutePreview with = preview with { Decision = preview.Decision with { Transfers = new TransferAdvice(suggestion, [], 10, false) } };
        QuoteWriter quotes = new(TestFirm.Firm, "k3f");

        Assert.DoesNotContain("|5360=", Body(quotes, new AnswerPreview("Q", request, preview)), StringComparison.Ordinal);
        Assert.EndsWith(
            "|5360=gamma-1|5361=beta-1|5362=USD|5363=2500|5364=1.25|5365=5|5366=60|5367=0.5000|5368=12.5|",
            Body(quotes, new AnswerPreview("Q", request, with)),
            StringComparison.Ordinal);
    }

    private static string Body(QuoteWriter quotes, AnswerPreview answer)
    {
        FixMessageWriter writer = new();
        quotes.Write(writer, answer);
        return Encoding.ASCII.GetString(writer.Body).Replace('\u0001', '|');
    }

    [Theory]
    [InlineData("131=Q2|146=1|55=BTC-USD|54=1|38=-1", 99, RefusalReason.InvalidQuantity)]
    [InlineData("131=Q2|146=1|55=GOLD|54=1|38=1", 1, RefusalReason.UnknownProduct)]
    [InlineData("131=Q2|146=1|55=BTC-USD|54=1|38=1|5208=nowhere", 99, RefusalReason.InvalidInstruction)]
    [InlineData("131=Q2|146=1|55=BTC-USD|54=1|38=1|5201=none", 99, RefusalReason.InvalidInstruction)]
    [InlineData("131=Q2|146=1|55=BTC-USD|54=1|38=1|40=3", 99, RefusalReason.UnsupportedOrderType)]
    [InlineData("131=Q2|146=1|55=BTC-USD|54=1|38=1|40=2|44=50000", 99, RefusalReason.LimitPrice)]
    public void QuoteRequest_ThatNothingWouldBeSentFor_IsRejectedWithTheReason(string fields, int code, RefusalReason reason)
    {
        desk.Send(FixMsgType.QuoteRequest, fields);

        string reject = desk.Next();

        Assert.StartsWith($"35=AG|131=Q2|658={code}|146=1|55={Field($"|{fields}", FixTag.Symbol)}|58={reason}: ", reject, StringComparison.Ordinal);
        Assert.Contains($"|5101={(int)reason}|5102=", reject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("146=1|55=BTC-USD|54=1|38=1", 131, 1)]
    [InlineData("131=Q|55=BTC-USD|54=1|38=1", 146, 1)]
    [InlineData("131=Q|146=2|55=BTC-USD|54=1|38=1|55=ETH-USD|54=1|38=1", 146, 5)]
    [InlineData("131=Q|146=1|55=BTC-USD|38=1", 54, 1)]
    [InlineData("131=Q|146=1|55=BTC-USD|54=1", 38, 1)]
    public void QuoteRequest_Malformed_IsRejectedByTagAndReason(string fields, int tag, int reason)
    {
        desk.Send(FixMsgType.QuoteRequest, fields);

        Assert.EndsWith($"|371={tag}|372=R|373={reason}", desk.Next(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }

    private static decimal Number(string message, int tag) => decimal.Parse(Field(message, tag), System.Globalization.CultureInfo.InvariantCulture);

    private static string Field(string message, int tag)
    {
        string begin = $"|{tag}=";
        int place = message.IndexOf(begin, StringComparison.Ordinal);
        Assert.True(place >= 0, $"no {tag} in {message}");
        return message[(place + begin.Length)..].Split('|')[0];
    }

    private static class FixTagNumber
    {
        public const int OfferPrice = 133;
        public const int OfferSize = 135;
    }
}
