using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Recordings;

/// <summary>
/// A recording of Kraken's second WebSocket protocol: bare frames, one a line, without receive times, so that the venue's own time
/// stamps are used. A snapshot without a stamp is taken to be as old as the first update.
/// </summary>
/// <param name="instrument">The instrument, whose symbol is the messages' symbol.</param>
/// <param name="path">The file.</param>
/// <param name="depth">Levels a side that were subscribed.</param>
public sealed class KrakenVersion2Recording(Instrument instrument, string path, int depth) : IBookRecording
{
    /// <inheritdoc />
    public int? Depth => depth;

    /// <inheritdoc />
    public IEnumerable<RecordedFrame> Frames()
    {
        RecordedFrame? undated = null;
        bool isStarted = false;
        foreach (string line in RecordedLines.Read(path))
        {
            if (!line.StartsWith("{\"channel\":\"book\"", StringComparison.Ordinal) || Frame(line, out bool isDated) is not { } frame)
                continue;
            if (frame.IsWholeBook && !isDated)
            {
                undated = frame;
                continue;
            }

            if (undated is not null)
            {
                isStarted = true;
                yield return undated with { ReceivedNanoseconds = frame.ReceivedNanoseconds };
                undated = null;
            }

            isStarted |= frame.IsWholeBook;
            if (isStarted)
                yield return frame;
        }

        if (undated is not null)
            yield return undated;
    }

    private RecordedFrame? Frame(string line, out bool isDated)
    {
        using JsonDocument document = JsonDocument.Parse(line);
        JsonElement data = document.RootElement.GetProperty("data")[0];
        isDated = data.TryGetProperty("timestamp", out JsonElement stamp);
        if (data.GetProperty("symbol").GetString() != instrument.Symbol)
            return null;
        List<LevelChange> levels = [];
        RecordedLevels.AddObjects(levels, instrument, BookSide.Bid, data.GetProperty("bids"));
        RecordedLevels.AddObjects(levels, instrument, BookSide.Ask, data.GetProperty("asks"));
        bool isWholeBook = document.RootElement.GetProperty("type").GetString() == "snapshot";
        return new RecordedFrame(isDated ? Nanoseconds(stamp.GetString() ?? "") : 0, isWholeBook, levels);
    }

    private static long Nanoseconds(string stamp) =>
        (DateTimeOffset.Parse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) - DateTimeOffset.UnixEpoch).Ticks * 100;
}
