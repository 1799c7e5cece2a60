using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Engine;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Engine;

public sealed class InboxAllocationTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void OnBook_ToTheEngine_AllocatesNothing()
    {
        EngineInbox inbox = new(TestFirm.Firm);
        OrderBook book = new(TestFirm.Perpetual);
        book.BeginSnapshot();
        for (int level = 0; level < 20; level++)
            book.Set(BookSide.Bid, new PriceTicks(60_000 - level), new QuantityLots(1));
        book.Commit(1, new Instant(1));
        Pass(inbox, book, 1_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pass(inbox, book, Rounds);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < Rounds / 10, $"{allocated} bytes for {Rounds} books");
    }

    private static void Pass(EngineInbox inbox, OrderBook book, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            inbox.OnBook(book, new Instant(i));
            inbox.OnLiveness(book.Instrument, new Instant(i));
            if (!inbox.TryTake(out InboxItem item) || item.Inbound is not BookChanged)
                throw new InvalidOperationException("the book did not come through");
        }
    }
}
