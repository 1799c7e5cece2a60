using MarginRouter.Core.Engine.Events;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>Questions about accounts, books, symbols and the state of trading, by a real engine over a real session.</summary>
public sealed class QuestionTests : IDisposable
{
    private readonly TestSession session = new();
    private readonly EngineDesk engine;
    private readonly TestRouter router;
    private readonly MemoryFixMessageStore store = new();
    private readonly TestDesk desk;

    public QuestionTests()
    {
        engine = new EngineDesk(session);
        router = new TestRouter(engine);
        OpenMarket.Open(engine, session.Now);
        desk = new TestDesk(store).LogOn(router.EndPoint);
    }

    [Fact]
    public void CollateralInquiry_IsAnsweredByTheMarginOfEachAccount()
    {
        desk.Send(FixMsgType.CollateralInquiry, "909=C1");
        string[] reports = [desk.Next(), desk.Next(), desk.Next()];

        Assert.StartsWith("35=BA|908=k3f-C1-0|909=C1|910=3|911=3|912=N|1=alpha-1|15=USDT|899=1000000|900=1000000|5333=1000000|5341=0|5334=0|5336=0|5339=0.5|5343=1|5344=USDT|5345=1000000|5112=", reports[0], StringComparison.Ordinal);
        Assert.Contains("|912=Y|1=gamma-1|", reports[2], StringComparison.Ordinal);
        desk.Send(FixMsgType.CollateralInquiry, "909=C2|1=omega-1");
        Assert.StartsWith("35=BG|909=C2|945=4|946=99|911=0|58=PermissionDenied: Account omega-1", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void RequestForPositions_IsAnsweredByEachPosition()
    {
        desk.Send(FixMsgType.RequestForPositions, "710=P1|724=0");
        Assert.StartsWith("35=AO|721=k3f-P1-0|710=P1|727=0|728=2|729=0", desk.Next(), StringComparison.Ordinal);
        engine.Apply(new AccountReported(new Core.Ledger.AccountSnapshot(
            TestFirm.AlphaAccount, session.Now, [new Core.Ledger.AssetBalance(new Core.Instruments.Asset("USDT"), 5m)], [MarketEvents.Position(TestFirm.Perpetual, -1.5m, 60_000m, 10m)])));

        desk.Send(FixMsgType.RequestForPositions, "710=P2|724=0|1=alpha-1");

        Assert.StartsWith("35=AO|721=k3f-P2-0|710=P2|727=1|728=0|729=0", desk.Next(), StringComparison.Ordinal);
        Assert.Equal(
            "35=AP|721=k3f-P2-1|710=P2|728=0|715=20270115|1=alpha-1|581=1|55=BTCUSDT|207=alpha|730=60000|731=2|734=60000|702=1|703=TQ|705=1.500|5346=60000|5107=contracts",
            desk.Next());
    }

    [Fact]
    public void RequestForPositions_OfARankedPosition_TellsItsPlaceInTheDeleveragingQueue()
    {
        engine.Apply(new AccountReported(new Core.Ledger.AccountSnapshot(
            TestFirm.AlphaAccount, session.Now, [], [MarketEvents.Position(TestFirm.Perpetual, -1.5m, 60_000m, 10m) with { AdlRank = new Core.Ledger.AdlRank(2m, 1m, 5m) }])));
        desk.Send(FixMsgType.RequestForPositions, "710=P3|724=0|1=alpha-1");
        desk.Next();
        Assert.Contains("|5346=60000|5347=0.25|", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void SecurityList_NamesTheProductsAndTheirSubstitutes()
    {
        desk.Send(FixMsgType.SecurityListRequest, "320=S1|559=0|55=BTC-USD");
        Assert.Equal(
            "35=y|320=S1|322=S1|560=0|393=1|146=1|55=BTC-USD|107=BTC|711=3|311=BTCUSDT|310=LinearPerpetual|308=alpha|318=USDT|311=BTC/USD|310=Spot|308=beta|318=USD|"
            + "311=BTC-USD|310=Spot|308=gamma|318=USD|15=USD|561=0.0001",
            desk.Next());
        desk.Send(FixMsgType.SecurityListRequest, "320=S2|559=0|55=GOLD");
        Assert.Equal("35=y|320=S2|322=S2|560=2|393=0", desk.Next());
    }

    [Fact]
    public void TradingSessionStatus_SaysOpenDisconnectedOrHalted()
    {
        desk.Send(FixMsgType.TradingSessionStatusRequest, "335=T1|263=0");
        Assert.Equal("35=h|335=T1|336=24H|340=2|345=20270116-00:00:00.000", desk.Next());
        engine.Apply(new VenueConnectionChanged(TestFirm.Beta, Connected: false, "test"));
        desk.Send(FixMsgType.TradingSessionStatusRequest, "335=T2|263=0");
        Assert.EndsWith("|340=2|345=20270116-00:00:00.000|58=disconnected: beta", desk.Next(), StringComparison.Ordinal);
        engine.Apply(new KillSwitchChanged(Engaged: true, "operator", "test"));
        desk.Send(FixMsgType.TradingSessionStatusRequest, "335=T3|263=0");
        Assert.EndsWith("|340=1|345=20270116-00:00:00.000|58=the kill switch is on", desk.Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void MarketData_OnceAndSubscribed_TellsTheConsolidatedBookAndItsChanges()
    {
        desk.Send(FixMsgType.MarketDataRequest, "262=M1|263=0|264=2|146=1|55=BTC-USD");
        string snapshot = desk.Next();
        Assert.StartsWith("35=W|262=M1|55=BTC-USD|268=4|269=0|270=5", snapshot, StringComparison.Ordinal);
        Assert.Contains("|275=alpha", snapshot, StringComparison.Ordinal);

        desk.Send(FixMsgType.MarketDataRequest, "262=M2|263=1|264=1|265=1|146=1|55=BTC-USD");
        Assert.StartsWith("35=W|262=M2|55=BTC-USD|268=2|", desk.Next(), StringComparison.Ordinal);
        desk.Send(FixMsgType.MarketDataRequest, "262=M2|263=1|264=1|146=1|55=BTC-USD");
        Assert.Equal("35=Y|262=M2|281=1|58=MDReqID is in use", desk.Next());
        engine.Apply(MarketEvents.Book(TestFirm.Margined, session.Now, [(59_995m, 3m)], [(60_001m, 7m)]));
        string change = desk.Next();
        Assert.StartsWith("35=X|262=M2|268=", change, StringComparison.Ordinal);
        Assert.Contains("|279=0|269=1|278=1-1-60001|55=BTC-USD|270=60001|271=7.0000|275=beta", change, StringComparison.Ordinal);
        Assert.Contains("279=2|", change, StringComparison.Ordinal);
        desk.Send(FixMsgType.MarketDataRequest, "262=M2|263=2|264=1|146=1|55=BTC-USD");

        desk.Send(FixMsgType.MarketDataRequest, "262=M3|263=0|264=1|146=1|55=GOLD");
        Assert.Equal("35=Y|262=M3|281=0|58=UnknownProduct: GOLD", desk.Next());
        desk.Send(FixMsgType.MarketDataRequest, "262=M4|263=0|264=101|146=1|55=BTC-USD");
        Assert.StartsWith("35=Y|262=M4|281=5|", desk.Next(), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }
}
