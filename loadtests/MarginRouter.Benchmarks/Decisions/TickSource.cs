using System.Globalization;
using System.Text;

namespace MarginRouter.Benchmarks.Decisions;

/// <summary>
/// Seeded depth messages of several venues in turn, in the shape of a futures stream: six levels of the first twenty change their size,
/// prices stay, so that the book never drifts from where the benchmark began.
/// </summary>
internal sealed class TickSource(int venues, int levels, int seed)
{
    private const int ChangesPerSide = 3;
    private const int NearestLevels = 20;
    private readonly Random random = new(seed);
    private readonly long[] lastIds = new long[venues];
    private long made;

    /// <summary>A whole book, the first message of a venue.</summary>
    public byte[] Snapshot(int venue)
    {
        lastIds[venue] = 1_000;
        StringBuilder text = new("{\"lastUpdateId\":1000,\"E\":1,\"T\":1,\"bids\":[");
        AppendSide(text, venue, -1, Enumerable.Range(0, levels));
        text.Append("],\"asks\":[");
        AppendSide(text, venue, 1, Enumerable.Range(0, levels));
        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    /// <summary>The next change, and whose it is.</summary>
    public (int Venue, byte[] Message) Next()
    {
        int venue = (int)(made++ % venues);
        long id = lastIds[venue] + 1;
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{{\"stream\":\"btcusdt@depth\",\"data\":{{\"e\":\"depthUpdate\",\"E\":{made},\"T\":{made},\"s\":\"BTCUSDT\",\"U\":{id},\"u\":{id},\"pu\":{lastIds[venue]},\"b\":[");
        AppendSide(text, venue, -1, Enumerable.Range(0, ChangesPerSide).Select(_ => random.Next(NearestLevels)));
        text.Append("],\"a\":[");
        AppendSide(text, venue, 1, Enumerable.Range(0, ChangesPerSide).Select(_ => random.Next(NearestLevels)));
        lastIds[venue] = id;
        return (venue, Encoding.UTF8.GetBytes(text.Append("]}}").ToString()));
    }

    private void AppendSide(StringBuilder text, int venue, int sign, IEnumerable<int> places)
    {
        string separator = string.Empty;
        foreach (int place in places)
        {
            decimal price = 60_000m + (sign * (0.5m + (0.1m * venue) + (0.7m * place)));
            decimal size = random.Next(50, 3_000) * 0.001m;
            text.Append(CultureInfo.InvariantCulture, $"{separator}[\"{price:F1}\",\"{size:F3}\"]");
            separator = ",";
        }
    }
}
