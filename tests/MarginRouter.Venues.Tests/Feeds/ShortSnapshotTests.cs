using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.KuCoin.MarketData;

namespace MarginRouter.Venues.Tests.Feeds;

/// <summary>
/// Venues whose updates are of the whole book and whose snapshots are of its best levels: what is published is always the true book from its
/// best level on, and never runs out of levels, however far prices go.
/// </summary>
public sealed class ShortSnapshotTests
{
    private const int SnapshotLevels = 20;
    private const int Steps = 1_200;
    private static readonly Instrument Instrument = TestInstruments.Spot(1m, 1m);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void KuCoinBook_FarFromItsSnapshot_ShowsTheTrueBookOrLessOfIt(int seed)
    {
        KuCoinBook book = new(GridBook.For(Instrument), SnapshotLevels);
        Walk(
            seed,
            book.Book,
            (first, changes) => book.Apply(Message(first, changes)),
            (sequence, levels) => book.Apply(Snapshot(sequence, levels)) != BookOutcome.SnapshotTooOld,
            () => book.WantsRefresh,
            book.BeginRefresh);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void DepthSplice_FarFromItsSnapshot_ShowsTheTrueBookOrLessOfIt(int seed)
    {
        DepthSplice splice = new(GridBook.For(Instrument), SnapshotLevels, bufferLimit: 1024);
        Walk(
            seed,
            splice.Book.Book,
            (first, changes) => splice.OnEvent(Update(first, first + changes.Count - 1, changes)),
            (sequence, levels) => splice.OnSnapshot(Update(null, sequence, levels)) != SpliceOutcome.SnapshotTooOld,
            () => splice.WantsRefresh,
            splice.BeginRefresh);
    }

    private static void Walk(
        int seed,
        OrderBook book,
        Action<long, List<(BookSide Side, long Price, long Size)>> update,
        Func<long, List<(BookSide Side, long Price, long Size)>, bool> snapshot,
        Func<bool> wantsRefresh,
        Action beginRefresh)
    {
        Random random = new(seed);
        WalkingBook truth = new(random);
        Queue<(long Sequence, List<(BookSide, long, long)> Levels)> past = new();
        long sequence = 0;
        int refreshes = 0;
        int cut = 0;
        int wait = 2;
        BookLevel[] shown = new BookLevel[200];
        for (int step = 0; step < Steps; step++)
        {
            List<(BookSide, long, long)> changes = truth.Move();
            update(sequence + 1, changes);
            sequence += changes.Count;
            past.Enqueue((sequence, truth.Top(SnapshotLevels)));
            while (past.Count > 4)
                past.Dequeue();
            if (wantsRefresh())
            {
                beginRefresh();
                refreshes++;
                wait = random.Next(0, 6);
            }

            if (wait >= 0 && wait-- == 0)
            {
                (long at, List<(BookSide, long, long)> levels) = past.ElementAt(random.Next(past.Count));
                if (!snapshot(at, levels))
                    wait = random.Next(0, 3);
            }

            if (book.State != BookState.Live)
            {
                Assert.True(step < 20, $"seed {seed}, step {step}: the book is {book.State}");
                continue;
            }

            foreach (BookSide side in (BookSide[])[BookSide.Bid, BookSide.Ask])
            {
                int count = book.CopyTop(side, shown);
                cut += book.Count(side) - count;
                Assert.True(count > 0, $"seed {seed}, step {step}: nothing of {side} is known");
                Assert.Equal(truth.Side(side).Take(count), shown.Take(count).Select(level => (level.Price.Value, level.Quantity.Value)));
            }
        }

        Assert.True(refreshes > 5 && cut > 1_000, $"seed {seed}: {refreshes} refreshes, {cut} levels held back: the walk does not test anything");
    }

    private static BookMessage Message(long first, List<(BookSide Side, long Price, long Size)> changes)
    {
        BookMessage message = new() { Symbol = Instrument.Symbol, FirstSequence = first, Sequence = first + changes.Count - 1 };
        for (int i = 0; i < changes.Count; i++)
            message.Add(new LevelChange(changes[i].Side, Text(changes[i].Price), Text(changes[i].Size), first + i));
        return message;
    }

    private static BookMessage Snapshot(long sequence, List<(BookSide Side, long Price, long Size)> levels)
    {
        BookMessage message = new() { Symbol = Instrument.Symbol, IsSnapshot = true, Sequence = sequence };
        foreach ((BookSide side, long price, long size) in levels)
            message.Add(new LevelChange(side, Text(price), Text(size)));
        return message;
    }

    private static DepthUpdate Update(long? first, long last, List<(BookSide Side, long Price, long Size)> levels)
    {
        DepthUpdate update = new() { FirstUpdateId = first, LastUpdateId = last };
        foreach ((BookSide side, long price, long size) in levels)
            update.Add(side, Text(price), Text(size));
        return update;
    }

    private static DecimalText Text(long value) => new(value, 0, 0);
}
