using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Kraken.Wire;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>
/// The book channel of one pair at one depth: what its subscribers hold, and the frames that keep it equal to the market. Called
/// under the venue's gate.
/// </summary>
internal sealed class KrakenBookFeed
{
    private readonly KrakenSideView bids;
    private readonly KrakenSideView asks;
    private readonly List<BookLevel> bidChanges = [];
    private readonly List<BookLevel> askChanges = [];
    private readonly List<KrakenConnection> subscribers = [];
    private readonly FrameDisorder disorder;
    private Instant time;

    /// <summary>Makes an empty feed.</summary>
    public KrakenBookFeed(KrakenPair pair, int depth, SimulatedFaults faults)
    {
        disorder = new FrameDisorder(faults);
        Pair = pair;
        bids = new KrakenSideView(BookSide.Bid, depth);
        asks = new KrakenSideView(BookSide.Ask, depth);
    }

    /// <summary>The pair.</summary>
    public KrakenPair Pair { get; }

    /// <summary>True for the depths that a client may subscribe to.</summary>
    public static bool Offers(int depth) => depth is 10 or 25 or 100 or 500 or 1000;

    /// <summary>Moves the feed to the market's present levels and sends the changes; nothing is sent when none falls within the depth.</summary>
    /// <param name="step">The market's levels.</param>
    /// <param name="takeCorruption">Asked once per message: true makes its checksum wrong.</param>
    public void Publish(KrakenBookStep step, Func<bool> takeCorruption)
    {
        bidChanges.Clear();
        askChanges.Clear();
        bids.Advance(step.Book.Bids.AsSpan(), bidChanges);
        asks.Advance(step.Book.Asks.AsSpan(), askChanges);
        time = step.Book.Time;
        if (step.OnlyIn is not null)
        {
            bidChanges.RemoveAll(level => !step.OnlyIn.Contains((BookSide.Bid, level.Price)));
            askChanges.RemoveAll(level => !step.OnlyIn.Contains((BookSide.Ask, level.Price)));
        }

        if (subscribers.Count == 0 || bidChanges.Count + askChanges.Count == 0)
            return;
        uint checksum = takeCorruption() ? ~Checksum() : Checksum();
        byte[] frame = KrakenMarketFrames.Book(Pair, new KrakenBookChange(false, bidChanges, askChanges, checksum, time));
        disorder.Send(Pair.Symbol, true, frame, one => subscribers.ForEach(subscriber => subscriber.Send(one)));
    }

    /// <summary>Adds a subscriber and sends it the snapshot.</summary>
    public void Subscribe(KrakenConnection connection, bool snapshot)
    {
        if (snapshot)
            connection.Send(KrakenMarketFrames.Book(Pair, new KrakenBookChange(true, bids.Levels.ToArray(), asks.Levels.ToArray(), Checksum(), time)));
        if (!subscribers.Contains(connection))
            subscribers.Add(connection);
    }

    /// <summary>Counts the prices that subscribers hold in another step.</summary>
    public void Restep(decimal factor)
    {
        bids.Restep(factor);
        asks.Restep(factor);
    }

    /// <summary>Removes a subscriber; false when it was none.</summary>
    public bool Unsubscribe(KrakenConnection connection) => subscribers.Remove(connection);

    private uint Checksum() => KrakenBookChecksum.Compute(Pair, asks.Levels, bids.Levels);
}
