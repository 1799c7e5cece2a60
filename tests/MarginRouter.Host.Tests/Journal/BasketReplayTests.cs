using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Host.Journal;
using MarginRouter.Testing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Journal;

/// <summary>Baskets in a real journal: the same bytes again, and the same engine after them.</summary>
public sealed class BasketReplayTests
{
    [Fact]
    public void Run_JournalWithBaskets_RecomputesEveryDecisionAndRebuildsTheState()
    {
        TestSession session = Life();
        using TemporaryDirectory folder = new();
        JournalLives.Write(folder.Path, session.Journal);
        RouterEngine engine = TestFirm.NewEngine();
        (_, ImmutableArray<ReplayedDecision> decisions) = new DecisionReplay(TestFirm.Firm, TestFirm.Optimizer(), engine).Run(folder.Path);
        Assert.Equal(session.Journal.Count(entry => entry.Basket is not null), decisions.Length);
        Assert.True(decisions.Length >= 3);
        Assert.All(decisions, decision => Assert.True(decision.SameDecision && decision.SameAccounts, $"{decision}"));
        Assert.Equal(EngineDump.Of(session.Engine), EngineDump.Of(engine));
    }

    [Fact]
    public void ReadDecision_WrittenDecision_GivesTheSameBytesAgain()
    {
        foreach (JournalEntry entry in Life().Journal.Where(entry => entry.Basket is not null))
        {
            RecordWriter written = new();
            BasketCodec.Write(written, entry.Basket!);
            RecordReader reader = new(written.Written.ToArray());
            RecordWriter again = new();
            BasketCodec.Write(again, BasketCodec.ReadDecision(ref reader));
            Assert.True(reader.AtEnd);
            Assert.Equal(written.Written.ToArray(), again.Written.ToArray());
        }
    }

    /// <summary>A basket in slices: the first fills whole, in the second a leg falls short and the other is traded back.</summary>
    private static TestSession Life()
    {
        TestSession session = new();
        foreach (Venue venue in TestFirm.Reference.Venues)
            session.Apply(new VenueConnectionChanged(venue.Id, Connected: true, "test"));
        Book(session, TestFirm.Perpetual, 59_990m, 60_010m);
        Book(session, TestFirm.Margined, 59_980m, 60_020m);
        Book(session, TestFirm.Currency, 0.9999m, 1.0001m);
        session.Apply(new MarkPriceReceived(TestFirm.Perpetual, 60_000m, session.Now));
        State(session, TestFirm.AlphaAccount, "USDT", TestFirm.Perpetual);
        State(session, TestFirm.BetaAccount, "USD", TestFirm.Margined);
        session.Apply(new BasketReceived(new BasketRequest(
            TestFirm.Desk,
            "B1",
            "CARRY",
            0.5m,
            [
                new BasketLegRequest("spot", "BTC-USD", Side.Buy, 1m) { Kinds = [InstrumentKind.Spot] },
                new BasketLegRequest("perp", "BTC-USD", Side.Sell, 1m) { Kinds = [InstrumentKind.LinearPerpetual] },
            ],
            ShortFillPolicy.Unwind,
            TimeInForce.ImmediateOrCancel)
        {
            NetLimit = 200m,
            MaximumLegging = 0.2m,
        }));
        Fill(session, 0, 1m);
        Fill(session, 1, 1m);
        Wait(session);
        Fill(session, 0, 1m);
        Fill(session, 1, 0.5m);
        Fill(session, 0, 1m);
        Wait(session);
        return session;
    }

    /// <summary>Fills a share of the newest open child of a leg and ends it.</summary>
    private static void Fill(TestSession session, int leg, decimal share)
    {
        ChildOrder child = session.Engine.Baskets[0].Legs[leg].Orders.SelectMany(order => order.Children).Last(one => !one.Open.IsZero);
        Instrument instrument = TestFirm.Reference[child.Terms.Instrument];
        QuantityLots lots = new((long)(child.Open.Value * share));
        session.Apply(new ChildFilled(new Fill(
            child.Terms.Id, $"t{leg}-{child.Terms.Id}", lots, instrument.Price(child.Terms.LimitPrice), 1m, instrument.Settlement, session.Now)));
        if (share < 1m)
            session.Apply(new ChildEnded(child.Terms.Id, lots, "EXPIRED"));
    }

    private static void Wait(TestSession session)
    {
        session.Pass(600);
        session.Apply(new TimeAdvanced());
    }

    private static void Book(TestSession session, InstrumentId id, decimal bid, decimal ask) =>
        session.Apply(MarketEvents.Book(id, session.Now, [(bid, 1m)], [(ask, 1m)], BookState.Live));

    private static void State(TestSession session, SubaccountId account, string asset, InstrumentId instrument) =>
        session.Apply(new AccountReported(new AccountSnapshot(
            account, session.Now, [new AssetBalance(new Asset(asset), 1_000_000m)], [MarketEvents.Position(instrument, 0m, 0m, 5m)])));
}
