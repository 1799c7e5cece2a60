using System.Text.Json;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Bybit.MarketData;
using MarginRouter.Venues.Coinbase.MarketData;
using MarginRouter.Venues.Feeds;
using MarginRouter.Venues.Hyperliquid.MarketData;
using MarginRouter.Venues.Kraken;
using MarginRouter.Venues.KuCoin.MarketData;
using MarginRouter.Venues.Okx.MarketData;

namespace MarginRouter.Venues.Recordings;

/// <summary>The venues whose recordings can be replayed, by the name that the command <c>books --venue</c> takes.</summary>
public static class RecordingReplays
{
    // A recording's snapshot may come long after its first update.
    private const int KeptInRecordings = 100_000;

    private static readonly SortedDictionary<string, Func<IRecordingReplay>> Known = new(StringComparer.Ordinal)
    {
        ["binance"] = () => new BinanceRecordingReplay(),
        ["bybit"] = () => new FeedReplay("bybit", new BybitDecoder(), grid => new BybitBook(grid)),
        ["coinbase"] = () => new FeedReplay("coinbase", new CoinbaseDecoder(), grid => new CoinbaseBook(grid)),
        ["hyperliquid"] = () => new FeedReplay("hyperliquid", new HyperliquidDecoder(), grid => new HyperliquidBook(grid)),
        ["kraken"] = () => new KrakenRecordingReplay(),
        ["kucoin"] = () => new FeedReplay("kucoin", new KuCoinDecoder(), grid => new KuCoinBook(grid, KeptInRecordings)),
        ["okx"] = () => new FeedReplay("okx", new OkxDecoder(), grid => new OkxBook(grid)),
    };

    /// <summary>The known names in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>A fresh replay for a venue, or null when the name is not known.</summary>
    public static IRecordingReplay? Create(string venue) => Known.TryGetValue(venue, out Func<IRecordingReplay>? make) ? make() : null;

    /// <summary>
    /// Plays files as the consecutive parts of one recording. Throws <see cref="RecordingFormatException"/> with file and line for a
    /// message that cannot be read and <see cref="IOException"/> for a file that cannot be opened.
    /// </summary>
    public static BooksReport Play(IReadOnlyList<string> files, IRecordingReplay replay)
    {
        foreach (string file in files)
        {
            using RecordingReader reader = new(file);
            while (reader.TryRead(out RecordedMessage message))
                Apply(replay, message, file, reader.Line);
        }

        return replay.Report(files);
    }

    private static void Apply(IRecordingReplay replay, in RecordedMessage message, string file, long line)
    {
        try
        {
            replay.Apply(message);
        }
        catch (JsonException fault)
        {
            throw new RecordingFormatException(file, line, fault.Message, fault);
        }
        catch (OverflowException fault)
        {
            throw new RecordingFormatException(file, line, fault.Message, fault);
        }
    }
}
