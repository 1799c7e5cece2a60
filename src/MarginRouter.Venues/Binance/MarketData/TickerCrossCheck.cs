using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>
/// Compares a rebuilt book with the venue's own best prices at every update id that both name. Depth events come later than tickers, so
/// tickers wait until the book arrives at their id; at most 65,536 wait, the oldest go first. Ids of snapshots do not take part.
/// </summary>
internal sealed class TickerCrossCheck(GridBook book)
{
    private const int WaitingLimit = 65_536;
    private readonly Queue<BookTicker> waiting = new();
    private long lastEvent;

    public long Compared { get; private set; }

    public long Matched { get; private set; }

    public void OnTicker(BookTicker ticker)
    {
        if (ticker.UpdateId < lastEvent)
            return;
        if (waiting.Count == WaitingLimit)
            waiting.Dequeue();
        waiting.Enqueue(ticker);
        Compare();
    }

    /// <summary>A depth event was applied.</summary>
    public void OnEvent()
    {
        lastEvent = book.Book.Sequence;
        Compare();
    }

    /// <summary>Compares the ticker of the last event's update id and forgets older ones.</summary>
    private void Compare()
    {
        if (book.Book.State != BookState.Live)
            return;
        while (waiting.TryPeek(out BookTicker ticker) && ticker.UpdateId <= lastEvent)
        {
            waiting.Dequeue();
            if (ticker.UpdateId != lastEvent || lastEvent != book.Book.Sequence)
                continue;
            Compared++;
            if (IsBest(BookSide.Bid, ticker.BidPrice, ticker.BidQuantity) && IsBest(BookSide.Ask, ticker.AskPrice, ticker.AskQuantity))
                Matched++;
        }
    }

    private bool IsBest(BookSide side, DecimalText price, DecimalText quantity) =>
        book.Book.Count(side) > 0
        && book.Prices.TrySteps(price, out long ticks)
        && book.Quantities.TrySteps(quantity, out long lots)
        && book.Book.Level(side, 0) == new BookLevel(new PriceTicks(ticks), new QuantityLots(lots));
}
