using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Benchmarks.Measurement;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Benchmarks.Feeds;

/// <summary>
/// Messages a second through each venue's decoder and book builder (sequence rule, checksum, depth cut and crossing included) beside a bare
/// scan of the same bytes by <see cref="Utf8JsonReader"/> and a bare parse and apply of the same levels, in alternating passes of one run
/// (performance.md section 6, gates 5 and 6: at least half of the latter), with the bytes allocated a message and the memory of a book.
/// </summary>
public static class FeedBenchmark
{
    private const int Rounds = 9;
    private const int PassMilliseconds = 150;

    private static readonly (string File, string Venue, string Mark)[] Recordings =
    [
        ("binance/hft/spot_btcusdt_20240808.log.gz", "binance", "@depth"),
        ("binance/hft/usdm_btcusdt_20240808.log.gz", "binance", "@depth"),
        ("bybit/ws_v5_linear_orderbook200_20260809.jsonl.gz", "bybit", "\"orderbook."),
        ("okx/ws_v5_books_20220513.jsonl.gz", "okx", "\"action\""),
        ("kucoin/classic_spot_level2_20210425.jsonl.gz", "kucoin", "/market/level2:"),
        ("hyperliquid/ws_l2book_trades_btc_20250126.log.gz", "hyperliquid", "\"l2Book\""),
        ("kraken/spot_ws_v1_book1000_20210417.jsonl.gz", "kraken", "\"book-1000\""),
        ("kraken/futures_ws_v1_20210722.jsonl.gz", "kraken", "\"feed\":\"book"),
        ("coinbase/advanced_trade_ws_l2_20260809.jsonl.gz", "coinbase", "\"l2_data\""),
    ];

    /// <summary>Runs for about half a minute over the recordings below a folder.</summary>
    public static void Run(TextWriter output, string folder)
    {
        ArgumentNullException.ThrowIfNull(output);
        NeighbourShare neighbours = new();
        Write(output, $"{Environment.ProcessorCount} cores, {Rounds} rounds, medians; recordings in {folder}");
        Write(output, $"{"recording",-46}{"frames",8}{"bytes",7}{"scan/s",12}{"bare/s",12}{"book/s",12}{"MB/s",8}{"/scan",7}{"/bare",7}{"B/frame",9}");
        foreach ((string file, string venue, string mark) in Recordings)
        {
            string path = Path.Combine(folder, file);
            if (File.Exists(path))
                RunFeed(output, RecordedFeed.Read(path, venue, mark));
            else
                Write(output, $"{file,-46} not there");
        }

        Write(output, $"a book of 1,000 levels a side: {BookBytes():N0} B (limit 65,536)");
        Write(output, $"share of the machine that other processes took: {neighbours.SoFar():P0} (above 10 %: repeat, do not judge)");
    }

    private static void RunFeed(TextWriter output, RecordedFeed feed)
    {
        int passes = Passes(feed);
        double[] scans = new double[Rounds];
        double[] books = new double[Rounds];
        double[] bares = new double[Rounds];
        double[] ratios = new double[Rounds];
        double[] bareRatios = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            scans[i] = Rate(feed, passes, Scan);
            bares[i] = BareBook.Knows(feed.Venue) ? Rate(feed, passes, BareBook.Play) : double.NaN;
            books[i] = Rate(feed, passes, Build);
            ratios[i] = books[i] / scans[i];
            bareRatios[i] = books[i] / bares[i];
        }

        double rate = Median(books);
        double size = (double)feed.Bytes / feed.Frames;
        Write(output, $"{feed.Venue + " " + feed.Name,-46}{feed.Frames,8}{size,7:F0}{Median(scans),12:N0}{Median(bares),12:N0}{rate,12:N0}{rate * size / 1e6,8:F0}{Median(ratios),7:F2}{Median(bareRatios),7:F2}{Allocated(feed),9:F3}");
    }

    private static int Passes(RecordedFeed feed)
    {
        for (int i = 0; i < 20; i++)
            Build(feed);
        long start = Stopwatch.GetTimestamp();
        Build(feed);
        return Math.Max(1, (int)(PassMilliseconds / Math.Max(0.01, Stopwatch.GetElapsedTime(start).TotalMilliseconds)));
    }

    private static double Rate(RecordedFeed feed, int passes, Action<RecordedFeed> pass)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < passes; i++)
            pass(feed);
        return (double)feed.Frames * passes / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Scan(RecordedFeed feed)
    {
        foreach (RecordedMessage message in feed.Messages)
        {
            if (message.Kind != RecordedKind.Received)
                continue;
            Utf8JsonReader reader = new(message.Payload.Span);
            while (reader.Read())
            {
            }
        }
    }

    private static void Build(RecordedFeed feed)
    {
        IRecordingReplay replay = Replay(feed);
        foreach (RecordedMessage message in feed.Messages)
            replay.Apply(message);
    }

    /// <summary>Bytes a frame in the second half of a pass, when buffers and books have grown.</summary>
    private static double Allocated(RecordedFeed feed)
    {
        IRecordingReplay replay = Replay(feed);
        int half = feed.Messages.Length / 2;
        for (int i = 0; i < half; i++)
            replay.Apply(feed.Messages[i]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = half; i < feed.Messages.Length; i++)
            replay.Apply(feed.Messages[i]);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / (feed.Messages.Length - half);
    }

    private static IRecordingReplay Replay(RecordedFeed feed) =>
        RecordingReplays.Create(feed.Venue) ?? throw new InvalidOperationException($"{feed.Venue} has no decoder");

    private static long BookBytes()
    {
        const int count = 100;
        OrderBook[] books = new OrderBook[count];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < count; i++)
        {
            books[i] = new OrderBook(new InstrumentId(i + 1));
            for (int level = 0; level < 1_000; level++)
            {
                books[i].Set(BookSide.Bid, new PriceTicks(1_000_000 - level), new QuantityLots(1));
                books[i].Set(BookSide.Ask, new PriceTicks(1_000_001 + level), new QuantityLots(1));
            }
        }

        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
        GC.KeepAlive(books);
        return bytes;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static void Write(TextWriter output, FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
