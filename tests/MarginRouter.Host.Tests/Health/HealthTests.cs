using System.Diagnostics.Metrics;
using MarginRouter.Core.MarketData;
using MarginRouter.Host.Health;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Host.Tests.Funds;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Host.Tests.Health;

/// <summary>What the health of venues says after faults that are known.</summary>
public sealed class HealthTests
{
    [Fact]
    public async Task Snapshot_AfterGapBadChecksumAndDisconnect_CountsEachOnceAtItsVenue()
    {
        await using FundWorld world = await FundWorld.StartAsync();
        await AssertAsync(world, "bybit", (Gaps: 0, Lost: 0, Resyncs: 0, Disconnects: 0));
        await AssertAsync(world, "okx", (Gaps: 0, Lost: 0, Resyncs: 0, Disconnects: 0));

        world.Bybit.Exchange.Faults.SkipTicks(Only(world.Bybit).Instrument.Symbol, 1);
        Move(world.Bybit, 1m);
        Move(world.Bybit, 2m);
        await AssertAsync(world, "bybit", (Gaps: 1, Lost: 0, Resyncs: 1, Disconnects: 0));

        world.Okx.Exchange.Faults.CorruptChecksums(1);
        Move(world.Okx, 1m);
        await AssertAsync(world, "okx", (Gaps: 1, Lost: 0, Resyncs: 1, Disconnects: 0));

        world.Bybit.Exchange.Faults.Disconnect(ConnectionKinds.Public);
        await AssertAsync(world, "bybit", (Gaps: 1, Lost: 1, Resyncs: 2, Disconnects: 0));
        world.Bybit.Exchange.Faults.Disconnect(ConnectionKinds.Private);
        await AssertAsync(world, "bybit", (Gaps: 1, Lost: 1, Resyncs: 2, Disconnects: 1));
        await AssertAsync(world, "okx", (Gaps: 1, Lost: 0, Resyncs: 1, Disconnects: 0));
        Assert.Equal(1L, Metric("marginrouter.venue.disconnects", "bybit"));
        Assert.Equal(1L, Metric("marginrouter.venue.book.gaps", "okx"));
    }

    [Fact]
    public async Task Snapshot_AfterOrders_TimesTheirFirstAnswersAndCountsWhatIsLeft()
    {
        await using FundWorld world = await FundWorld.StartAsync();
        HealthSnapshot before = world.Router.Health("bybit");
        Assert.Equal((0L, null), (before.Acknowledgements, before.Median));

        // Questions about margin take of the same budget.
        Assert.InRange(before.OrdersLeft!.Value, 1, 10);
        await world.BuyAsync();
        HealthSnapshot after = world.Router.Health("bybit");
        Assert.Equal(1L, after.Acknowledgements);
        Assert.InRange(after.Median!.Value, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30));
        Assert.True(after.Updates > 0 && after.Events > before.Events - 1);
        Assert.Equal(0L, world.Router.Health("okx").Acknowledgements);
        Assert.Contains("1 of 1 books live", HealthLog.Text(before, after), StringComparison.Ordinal);
    }

    [Fact]
    public void Percentiles_OfRandomLatencies_AreWithinABucketOfTheSortedOnes()
    {
        const int Seed = 20261122;
        Random random = new(Seed);
        for (int round = 0; round < 50; round++)
        {
            AcknowledgementWindow window = new();
            long[] latencies = [.. Enumerable.Range(0, random.Next(1, 500)).Select(_ => (long)Math.Exp(random.NextDouble() * 25.0))];
            foreach (long latency in latencies)
                window.Add(1_000_000_000_000L, latency);
            Array.Sort(latencies);
            foreach (double share in new[] { 0.5, 0.99 })
            {
                long exact = Math.Max(8L, latencies[(int)Math.Ceiling(latencies.Length * share) - 1]);
                long found = window.Percentile(1_000_000_000_000L, share)!.Value;
                Assert.True(found >= exact && found <= exact * 1.13 + 1.0, $"seed {Seed}, round {round}: {found} for {exact}");
            }
        }
    }

    [Fact]
    public void Percentiles_TwoWindowsLater_AreForgotten()
    {
        AcknowledgementWindow window = new();
        const long Minute = 60_000_000_000L;
        window.Add(10 * Minute, 1_000L);
        Assert.NotNull(window.Percentile(11 * Minute, 0.5));
        Assert.Null(window.Percentile(13 * Minute, 0.5));
        Assert.Equal(1L, window.Count);
    }

    [Fact]
    public void Counting_InSteadyState_AllocatesNothing()
    {
        VenueHealth venue = new("venue", 2);
        Core.Orders.ChildOrderId id = new(new Core.Orders.ParentOrderId(1), 1, 0);
        Count(venue, id);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            Count(venue, id);
        Assert.Equal(0L, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_001L, venue.Snapshot(10L, null).Acknowledgements);
    }

    private static void Count(VenueHealth venue, Core.Orders.ChildOrderId id)
    {
        venue.Book(0, BookState.Live, 1L);
        venue.Book(0, BookState.Gapped, 2L);
        venue.Sign(1, 3L);
        venue.Event();
        venue.Connection(true);
        venue.Sent(id, 4L);
        venue.Answered(id, 5L);
    }

    private static async Task AssertAsync(FundWorld world, string venue, (long Gaps, long Lost, long Resyncs, long Disconnects) wanted)
    {
        await Patience.UntilAsync(
            () => world.Router.Health(venue) is { Connected: true, LiveBooks: 1 } now && now.Resyncs >= wanted.Resyncs && now.Disconnects >= wanted.Disconnects, $"{venue} in order", () => $"{world.Router.Health(venue)}");
        HealthSnapshot found = world.Router.Health(venue);
        Assert.Equal(wanted, (found.Gaps, found.Lost, found.Resyncs, found.Disconnects));
        Assert.Equal(0L, found.Crossings);
    }

    private static long? Metric(string name, string venue)
    {
        long? found = null;
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == HealthMeters.Name && instrument.Name == name)
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                // Other routers of this process count as well; the greatest is this one's or equal to it.
                if (tag.Key == "venue" && (string?)tag.Value == venue)
                    found = Math.Max(found ?? 0L, value);
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }

    private static void Move(StreamSimulator venue, decimal step)
    {
        SimulatedMarket market = Only(venue);
        decimal deepest = market.Instrument.Price(market.Copy().Bids[^1].Price);
        market.SetLevel(BookSide.Bid, deepest, 10_000m + step);
        venue.Exchange.Step();
    }

    private static SimulatedMarket Only(StreamSimulator venue) => venue.Exchange.Markets.Values.Single();
}
