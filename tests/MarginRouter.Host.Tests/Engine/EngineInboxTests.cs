using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Engine;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Engine;

public sealed class EngineInboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void TryTake_ThreeInputs_ComeInOrderOfImportance()
    {
        EngineInbox inbox = new(TestFirm.Firm);
        inbox.OnBook(Book(0, 100), new Instant(1));
        inbox.OnEvent(Lost(1));
        inbox.Post(Lost(2), () => { });
        inbox.PostControl(Kill(3));
        Assert.Equal(["kill 3", "lost 1", "lost 2", "book 0"], Drain(inbox));
        Assert.False(inbox.TryTake(out _));
    }

    [Fact]
    public void PostControl_BehindManyEvents_OvertakesAllOfThem()
    {
        EngineInbox inbox = new(TestFirm.Firm);
        for (int i = 0; i < 5_000; i++)
            inbox.OnEvent(Lost(i));
        inbox.PostControl(Kill(1));
        inbox.PostControl(Kill(2));
        string[] taken = Drain(inbox);
        Assert.Equal(["kill 1", "kill 2"], taken[..2]);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => $"lost {i}"), taken[2..]);
    }

    [Fact]
    public void Post_WithACall_CarriesItToTheEngine()
    {
        EngineInbox inbox = new(TestFirm.Firm);
        int calls = 0;
        inbox.Post(Lost(1), () => calls++);
        Assert.True(inbox.TryTake(out InboxItem item));
        item.Journaled!();
        Assert.Equal(1, calls);
    }

    [Fact]
    public void OnBook_ManyChangesOfOneBook_GiveTheNewestOnce()
    {
        EngineInbox inbox = new(TestFirm.Firm);
        for (int i = 1; i <= 1_000; i++)
            inbox.OnBook(Book(0, 100 + i), new Instant(i));
        inbox.OnBook(Book(1, 50), new Instant(5));
        Assert.True(inbox.TryTake(out InboxItem first));
        BookImage image = Assert.IsType<BookChanged>(first.Inbound).Image;
        Assert.Equal((0, 1_100L, 1_000L), (image.Instrument.Value, image.Levels(BookSide.Bid)[0].Price.Value, image.ReceivedAt.Nanoseconds));
        Assert.Equal(["book 1"], Drain(inbox));

        inbox.OnBook(Book(0, 7), new Instant(2_000));
        Assert.True(inbox.TryTake(out InboxItem second));
        Assert.Equal(7, Assert.IsType<BookChanged>(second.Inbound).Image.Levels(BookSide.Bid)[0].Price.Value);
    }

    [Fact]
    public void OnLiveness_WithoutAChange_MovesTheTimeAndKeepsTheLevels()
    {
        EngineInbox inbox = new(TestFirm.Firm);
        inbox.OnBook(Book(2, 100), new Instant(1));
        Drain(inbox);
        inbox.OnLiveness(new InstrumentId(2), new Instant(9));
        Assert.True(inbox.TryTake(out InboxItem item));
        BookImage image = Assert.IsType<BookChanged>(item.Inbound).Image;
        Assert.Equal((9L, 100L, BookState.Live), (image.ReceivedAt.Nanoseconds, image.Levels(BookSide.Bid)[0].Price.Value, image.State));
    }

    [Fact]
    public void TryTake_BookTaken_IsNotChangedByLaterUpdates()
    {
        EngineInbox inbox = new(TestFirm.Firm);
        inbox.OnBook(Book(0, 100), new Instant(1));
        Assert.True(inbox.TryTake(out InboxItem item));
        inbox.OnBook(Book(0, 200), new Instant(2));
        Assert.Equal(100, Assert.IsType<BookChanged>(item.Inbound).Image.Levels(BookSide.Bid)[0].Price.Value);
    }

    [Fact]
    public async Task TryTake_SeveralProducers_GivesEveryEventInItsProducersOrder()
    {
        const int producers = 4;
        const int each = 8_000;
        EngineInbox inbox = new(TestFirm.Firm);
        using Barrier start = new(producers + 1);
        Task[] tasks =
        [
            .. Enumerable.Range(0, producers).Select(producer => Task.Run(() =>
            {
                start.SignalAndWait(Patience);
                OrderBook book = new(new InstrumentId(producer));
                for (int i = 1; i <= each; i++)
                {
                    inbox.OnEvent(Lost((producer * each) + i));
                    Quote(book, i);
                    inbox.OnBook(book, new Instant(i));
                }
            })),
        ];
        start.SignalAndWait(Patience);
        int[] next = new int[producers];
        long[] newest = new long[producers];
        int waits = 0;
        while (next.Sum() < producers * each || newest.Any(price => price < each))
        {
            if (!inbox.TryTake(out InboxItem item))
            {
                Assert.True(++waits < 1_000_000, "events were lost");
                inbox.Wait(1_000);
                continue;
            }

            if (item.Inbound is BookChanged change)
            {
                long price = change.Image.Levels(BookSide.Bid)[0].Price.Value;
                Assert.True(price > newest[change.Image.Instrument.Value], "an older book came after a newer one");
                newest[change.Image.Instrument.Value] = price;
                continue;
            }

            int number = (int)Assert.IsType<ChildLost>(item.Inbound).Child.Parent.Value - 1;
            Assert.Equal(next[number / each]++, number % each);
        }

        await Task.WhenAll(tasks).WaitAsync(Patience);
        Assert.False(inbox.TryTake(out _));
    }

    [Fact]
    public async Task Close_ProducerWaitsAtAFullQueue_IsToldInsteadOfWaitingForEver()
    {
        EngineInbox inbox = new(TestFirm.Firm);
        int posted = 0;
        Task producer = Task.Run(() =>
        {
            while (true)
            {
                inbox.PostControl(Kill(posted));
                Interlocked.Increment(ref posted);
            }
        });
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref posted) == 1_024, Patience));
        inbox.Close();
        await Assert.ThrowsAsync<InvalidOperationException>(() => producer.WaitAsync(Patience));

        // What was accepted before is still there for whoever looks.
        Assert.Equal(posted, Drain(inbox).Length);
        Assert.Throws<InvalidOperationException>(() => inbox.OnEvent(Lost(1)));
    }

    [Fact]
    public async Task PostControl_QueueFull_BlocksTheProducerAndLosesNothing()
    {
        const int capacity = 1_024;
        const int events = 5_000;
        EngineInbox inbox = new(TestFirm.Firm);
        int posted = 0;
        Task producer = Task.Factory.StartNew(
            () =>
            {
                for (int i = 0; i < events; i++)
                {
                    inbox.PostControl(Kill(i));
                    Interlocked.Increment(ref posted);
                }
            },
            TaskCreationOptions.LongRunning);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref posted) == capacity, Patience));
        Assert.Equal(capacity, Volatile.Read(ref posted));
        for (int i = 0; i < events; i++)
        {
            InboxItem item = default;
            Assert.True(SpinWait.SpinUntil(() => inbox.TryTake(out item), Patience));
            Assert.Equal($"kill {i}", Text(item));
            Assert.True(Volatile.Read(ref posted) <= i + 1 + capacity, "more was posted than the queue holds");
        }

        await producer.WaitAsync(Patience);
    }

    private static string[] Drain(EngineInbox inbox)
    {
        List<string> taken = [];
        while (inbox.TryTake(out InboxItem item))
            taken.Add(Text(item));
        return [.. taken];
    }

    private static string Text(InboxItem item) => item.Inbound switch
    {
        KillSwitchChanged kill => $"kill {kill.Operator}",
        ChildLost lost => $"lost {lost.Child.Parent.Value}",
        BookChanged change => $"book {change.Image.Instrument.Value}",
        _ => throw new InvalidOperationException($"{item.Inbound}"),
    };

    private static ChildLost Lost(int number) => new(new Core.Orders.ChildOrderId(new Core.Orders.ParentOrderId(number), 1, 0), "test");

    private static KillSwitchChanged Kill(int number) => new(true, $"{number}", "test");

    private static OrderBook Book(int instrument, long bid)
    {
        OrderBook book = new(new InstrumentId(instrument));
        Quote(book, bid);
        return book;
    }

    private static void Quote(OrderBook book, long bid)
    {
        book.BeginSnapshot();
        book.Set(BookSide.Bid, new PriceTicks(bid), new QuantityLots(1));
        book.Commit(bid, new Instant(1));
    }
}
