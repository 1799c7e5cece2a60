using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Simulation.Markets;

/// <summary>
/// A made-up book that looks like a real one: it follows the reference price, has gaps between its levels, sizes that grow with the
/// distance, now and then a large order, and sizes that change all the time. The same options and times give the same book.
/// </summary>
public sealed class GeneratedBookSource : IBookSource
{
    // After a pause (a frozen market, a busy machine) the sizes need not live through all of it.
    private const long LargestCatchUp = 2_000;

    private readonly Instrument instrument;
    private readonly GeneratedBookOptions options;
    private readonly ReferencePriceWalk walk;
    private readonly DeterministicRandom random;
    private readonly GeneratedSide bids;
    private readonly GeneratedSide asks;
    private long millisecondsDone;
    private long changeCredit;
    private long tradeCredit;
    private bool stated;

    /// <summary>Makes the source of one instrument; throws <see cref="ArgumentOutOfRangeException"/> for an impossible option.</summary>
    public GeneratedBookSource(Instrument instrument, GeneratedBookOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.SpreadTicks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MeanGapTicks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.TopQuantity, 0);
        this.instrument = instrument;
        this.options = options;
        walk = new ReferencePriceWalk(options.Path);
        random = new DeterministicRandom(options.Seed);
        long topLots = Math.Max(1, (long)decimal.Round(options.TopQuantity / instrument.LotSize, MidpointRounding.ToZero));
        bids = new GeneratedSide(BookSide.Bid, options, topLots);
        asks = new GeneratedSide(BookSide.Ask, options, topLots);
    }

    /// <inheritdoc />
    public void Advance(TimeSpan elapsed, BookChanges changes)
    {
        walk.MoveTo(elapsed);
        if (!stated)
        {
            stated = true;
            changes.BeginWholeBook();
        }

        long bestAsk = BestAsk();
        bids.MoveTo(bestAsk - options.SpreadTicks, changes);
        asks.MoveTo(bestAsk, changes);
        long milliseconds = (long)elapsed.TotalMilliseconds;
        Live(Math.Min(milliseconds - millisecondsDone, LargestCatchUp), changes);
        millisecondsDone = milliseconds;
    }

    private long BestAsk()
    {
        decimal middle = walk.Price * (1_000_000 + options.OffsetPartsPerMillion) / 1_000_000m;
        long ask = (long)decimal.Ceiling(middle / instrument.TickSize) + (options.SpreadTicks / 2);
        return Math.Max(ask, options.SpreadTicks + 1L);
    }

    private void Live(long milliseconds, BookChanges changes)
    {
        changeCredit += milliseconds * options.ChangesPerSecond;
        for (; changeCredit >= 1_000; changeCredit -= 1_000)
            (random.Chance(500) ? bids : asks).ChangeOne(random, changes);
        tradeCredit += milliseconds * options.TradesPerMinute;
        for (; tradeCredit >= 60_000; tradeCredit -= 60_000)
        {
            bool buys = random.Chance(500);
            (buys ? asks : bids).TradeAtBest(buys ? Side.Buy : Side.Sell, random, changes);
        }
    }
}
