using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.MarketData;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>Market data and ticks, which come all the time, allocate nothing in the engine, whatever orders are open.</summary>
public sealed class EngineAllocationTests
{
    private const int Rounds = 20_000;

    [Fact]
    public void Apply_BooksMarksAndTicksWithOrdersOpen_AllocatesNothing()
    {
        TestSession session = EngineScript.Check("""
            > open
            > buy A1 0.5
            decide 1.1: 0.5 planned, 0 left
            report 1 A1 New New 0+0.5 of 0.5 avg 0
            send 1.1.0 alpha-1 Buy 0.5 BTCUSDT @ 60010
            > buy A2 0.5 limit 60000 day
            decide 2.1: 0 planned, 0.5 left, held back by LimitPrice(BTCUSDT) LimitPrice(BTC/USD) LimitPrice(BTC-USD)
            report 2 A2 New New 0+0.5 of 0.5 avg 0
            """);
        InboundEvent[] events =
        [
            MarketEvents.Book(TestFirm.Perpetual, session.Now, [(59_990m, 1m), (59_980m, 2m)], [(60_010m, 1m)]),
            MarketEvents.Book(TestFirm.Margined, session.Now, [], [], BookState.Gapped),
            new MarkPriceReceived(TestFirm.Perpetual, 60_000m, session.Now),
            new TimeAdvanced(),
        ];
        CommandList commands = new();
        Apply(session, events, commands, 1_000);

        // The first round takes a book away, which is told once.
        commands.Clear();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Apply(session, events, commands, Rounds);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, commands.Count);
        Assert.True(allocated < Rounds / 10, $"{allocated} bytes in {Rounds} rounds");
    }

    /// <summary>The same time throughout: the waiting order must not become due.</summary>
    private static void Apply(TestSession session, InboundEvent[] events, CommandList commands, int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            foreach (InboundEvent inbound in events)
                session.Engine.Apply(session.Now, inbound, commands);
        }
    }
}
