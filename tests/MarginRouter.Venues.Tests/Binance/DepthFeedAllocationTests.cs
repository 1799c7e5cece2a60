using System.Globalization;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Binance;

public sealed class DepthFeedAllocationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OnMessage_SteadyState_AllocatesNothing(bool futures)
    {
        CountingSink sink = new();
        Instrument instrument = TestInstruments.Spot(0.01m, 0.001m);
        using HttpClient client = new();
        FeedContext context = new(
            sink,
            new VenueHttp(client, TimeSpan.FromSeconds(1), TimeProvider.System, new VenueBreaker(TimeProvider.System)),
            new VenueClock(TimeProvider.System),
            new VenueReadiness(instrument.Venue, 0, sink),
            TimeProvider.System,
            NullLogger.Instance);
        using DepthFeed feed = new(OptionsFor(instrument), futures ? DepthFeedRoute.Usdm : DepthFeedRoute.Spot, context);
        feed.OnSnapshot(instrument, DepthMessages.Snapshot(1000, "100.00:1 99.99:2 99.98:3", "100.01:1 100.02:2"), new Instant(1));
        byte[][] messages = [.. Enumerable.Range(0, 4_000).Select(i => Message(1001 + i, futures))];

        // The first thousand warm up code and buffers; liveness and the once-a-second mark are outside the frozen receive time.
        Instant receivedAt = new(2);
        for (int i = 0; i < 1_000; i++)
            feed.OnMessage(messages[i], receivedAt);
        int booksBefore = sink.Books;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1_000; i < messages.Length; i++)
            feed.OnMessage(messages[i], receivedAt);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(3_000, sink.Books - booksBefore);
        Assert.Equal(0, allocated);
    }

    private static byte[] Message(long id, bool futures)
    {
        string bids = string.Create(CultureInfo.InvariantCulture, $"{99.00m - (id % 50 * 0.01m)}:{id % 7} 98.00:{id % 3}.5");
        string asks = string.Create(CultureInfo.InvariantCulture, $"{101.00m + (id % 40 * 0.01m)}:{id % 5}");
        return futures ? DepthMessages.Futures(id, id, id - 1, bids, asks) : DepthMessages.Spot(id, id, bids, asks);
    }

    private static BinanceOptions OptionsFor(Instrument instrument) => new()
    {
        Venue = instrument.Venue,
        Name = "test",
        Endpoints = BinanceEndpoints.LiveSpot,
        Instruments = [instrument],
        Accounts = [],
        ClientOrderIds = new ClientOrderIdFormat("abc"),
    };

    private sealed class CountingSink : IVenueEventSink
    {
        public int Books { get; private set; }

        public void OnBook(OrderBook book, Instant receivedAt) => Books++;

        public void OnLiveness(InstrumentId instrument, Instant receivedAt)
        {
        }

        public void OnEvent(InboundEvent inbound)
        {
        }
    }
}
