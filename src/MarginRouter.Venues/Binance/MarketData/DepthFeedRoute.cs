using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>How the books of one market are reached, and whether a mark is to be derived from them.</summary>
/// <param name="StreamPath">Path of combined streams, for example /stream.</param>
/// <param name="SnapshotPath">Path of the depth snapshot, for example /api/v3/depth.</param>
/// <param name="MarkFromMid">True where the venue sends no mark price: the mid of the book is reported as mark.</param>
internal sealed record DepthFeedRoute(string StreamPath, string SnapshotPath, bool MarkFromMid)
{
    /// <summary>Path of combined streams of mark prices; not used where the mark is the mid.</summary>
    public string MarkPath { get; private init; } = StreamPath;

    public static DepthFeedRoute Spot { get; } = new("/stream", "/api/v3/depth", MarkFromMid: true);

    public static DepthFeedRoute Usdm { get; } = new("/public/stream", "/fapi/v1/depth", MarkFromMid: false) { MarkPath = "/market/stream" };

    public static DepthFeedRoute Coinm { get; } = new("/stream", "/dapi/v1/depth", MarkFromMid: false);

    public Uri Streams(Uri address, IEnumerable<Instrument> instruments, string stream) =>
        Combined(address, StreamPath, instruments, stream);

    public Uri Snapshot(Uri address, Instrument instrument, int depth) =>
        new(address, $"{SnapshotPath}?symbol={Uri.EscapeDataString(instrument.Symbol)}&limit={depth}");

    /// <summary>Address of one combined stream for many symbols; the venue wants symbols in lower case.</summary>
    public static Uri Combined(Uri address, string path, IEnumerable<Instrument> instruments, string stream)
    {
        ImmutableArray<string> names = [.. instruments.Select(instrument => LowerCase(instrument.Symbol) + "@" + stream)];
        return new Uri(address, $"{path}?streams={string.Join('/', names)}");
    }

    private static string LowerCase(string symbol) => string.Create(symbol.Length, symbol, (text, source) =>
    {
        for (int i = 0; i < text.Length; i++)
            text[i] = char.ToLowerInvariant(source[i]);
    });
}
