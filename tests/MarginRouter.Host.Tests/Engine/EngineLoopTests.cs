using System.Collections.Concurrent;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Engine;
using MarginRouter.Host.Journal;
using MarginRouter.Host.Tests.Journal;
using MarginRouter.Testing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Engine;

public sealed class EngineLoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void Run_Parent_ReachesTheVenueOnlyWhenTheJournalOnDiskHoldsItAndItsDecision()
    {
        using TemporaryDirectory folder = new();
        ConcurrentQueue<string> seen = new();
        using SemaphoreSlim sent = new(0);
        using SemaphoreSlim journaled = new(0);
        RecordingOutbound outbound = new(command =>
        {
            if (command is not SendChild send)
                return;
            List<JournalRecord> records = JournalLives.Read(folder.Path);
            bool held = records.Any(record => record.Inbound is ParentReceived)
                && records.Any(record => record.Decision?.Children.Any(child => child.Terms == send.Terms) == true);
            seen.Enqueue(held ? "journaled" : "not journaled");
            sent.Release();
        });
        using (Router router = new(folder.Path, outbound))
        {
            router.Open();
            router.Inbox.Post(Order("A1"), () => journaled.Release());
            Assert.True(sent.Wait(Patience), "nothing was sent");
            Assert.True(journaled.Wait(Patience), "the sender was not told");
        }

        Assert.Equal(["journaled"], seen);
        Assert.Equal(["send 1", "report 1"], outbound.Carried); // the child does not wait for the desk's report
        List<JournalRecord> all = JournalLives.Read(folder.Path);
        Assert.IsType<RecoveryCompleted>(all[0].Inbound);
        Assert.True(all.Zip(all.Skip(1)).All(pair => pair.First.At <= pair.Second.At), "time went back");
    }

    [Fact]
    public void Run_RestartOnTheSameJournal_KnowsTheOrderAndSendsNothingAgain()
    {
        using TemporaryDirectory folder = new();
        using SemaphoreSlim answered = new(0);
        RecordingOutbound first = new(_ => answered.Release());
        using (Router router = new(folder.Path, first))
        {
            router.Open();
            router.Inbox.Post(Order("A1"), () => { });
            Assert.True(answered.Wait(Patience) && answered.Wait(Patience));
        }

        using SemaphoreSlim asked = new(0);
        RecordingOutbound second = new(_ => asked.Release());
        using (Router router = new(folder.Path, second))
        {
            router.Open();
            Assert.True(asked.Wait(Patience), "the venue was not asked");
            router.Inbox.Post(Order("A1"), () => asked.Release());
            Assert.True(asked.Wait(Patience), "the order was not answered");
            Assert.True(asked.Wait(Patience), "the sender was not told");
        }

        Assert.Equal(["query 1", "report 2"], second.Carried);
    }

    [Fact]
    public void Run_BrokenInvariant_StopsTheLoopAndTellsItsOwner()
    {
        using TemporaryDirectory folder = new();
        using Router router = new(folder.Path, new RecordingOutbound());
        router.Inbox.OnEvent(new UnheardOf());
        Assert.True(router.Faulted.Wait(Patience), "the owner was not told");
        Assert.IsType<InvalidOperationException>(Assert.Single(router.Faults));
    }

    private static ParentReceived Order(string id) => new(new ParentRequest(
        TestFirm.Solo, id, "BTC-USD", Side.Buy, 0.5m, OrderType.Market, null, TimeInForce.ImmediateOrCancel));

    /// <summary>An event for which nobody made a place in the journal.</summary>
    private sealed record UnheardOf : InboundEvent;

    /// <summary>A loop over a recovered engine, a journal in a folder and a recording way out.</summary>
    private sealed class Router : IEngineObserver, IDisposable
    {
        private readonly SemaphoreSlim books = new(0);
        private readonly RouterJournal journal;
        private readonly EngineLoop loop;
        private readonly EngineClock clock = new(TimeProvider.System);

        public Router(string folder, IOutbound outbound)
        {
            Core.Engine.RouterEngine engine = TestFirm.NewEngine();
            Instant lastAt = Directory.EnumerateFileSystemEntries(folder).Any() ? JournalRecovery.Run(folder, engine).LastAt : default;
            CommitGate gate = new(DurabilityMode.BeforeSend, outbound, clock.Now);
            journal = new RouterJournal(
                new JournalSettings(folder, DurabilityMode.BeforeSend, 1), () => JournalLives.Header with { CreatedAt = clock.Now() }, gate.Release, Fault);
            loop = new EngineLoop(new EngineLoopParts(engine, Inbox, journal, gate, clock, this), lastAt, Fault);
            loop.Start();
        }

        public EngineInbox Inbox { get; } = new(TestFirm.Firm);

        public ConcurrentQueue<Exception> Faults { get; } = new();

        public SemaphoreSlim Faulted { get; } = new(0);

        /// <summary>The venue is up, its book, mark and account are known.</summary>
        public void Open()
        {
            OrderBook book = new(TestFirm.Perpetual);
            book.BeginSnapshot();
            book.Set(BookSide.Bid, new PriceTicks(59_990), new QuantityLots(1_000));
            book.Set(BookSide.Ask, new PriceTicks(60_010), new QuantityLots(1_000));
            book.Commit(1, clock.Now());
            OrderBook currency = new(TestFirm.Currency);
            currency.BeginSnapshot();
            currency.Set(BookSide.Bid, new PriceTicks(9_999), new QuantityLots(1));
            currency.Set(BookSide.Ask, new PriceTicks(10_001), new QuantityLots(1));
            currency.Commit(1, clock.Now());
            Inbox.OnBook(book, clock.Now());
            Inbox.OnBook(currency, clock.Now());
            Inbox.OnEvent(new VenueConnectionChanged(TestFirm.Alpha, true, "test"));
            Inbox.OnEvent(new MarkPriceReceived(TestFirm.Perpetual, 60_000m, clock.Now()));
            Inbox.OnEvent(new AccountReported(new AccountSnapshot(
                TestFirm.AlphaAccount,
                clock.Now(),
                [new AssetBalance(new Asset("USDT"), 1_000_000m)],
                [new PositionSnapshot(TestFirm.Perpetual, PositionLots.Flat, 0m, 10m)])));

            // Books wait behind private events: an order posted now must not overtake them.
            Assert.True(books.Wait(Patience) && books.Wait(Patience), "the engine took no books");
        }

        public void OnEvent(Instant at, InboundEvent inbound)
        {
            if (inbound is BookChanged)
                books.Release();
        }

        public void OnDecision(Instant at, Core.Routing.RouteDecision decision)
        {
        }

        public void OnReport(ReportParent report)
        {
        }

        public void Dispose()
        {
            loop.Dispose();
            books.Dispose();
            journal.Dispose();
            Faulted.Dispose();
        }

        private void Fault(Exception exception)
        {
            Faults.Enqueue(exception);
            Faulted.Release();
        }
    }
}
