using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Recordings;

/// <summary>
/// A recorded session of Kraken's first WebSocket protocol: lines {t, ts, data}, of which the received book messages of one pair
/// count. An update may name one price twice; the last size holds.
/// </summary>
/// <param name="instrument">The instrument.</param>
/// <param name="pair">The pair as the messages call it, for example XBT/USD.</param>
/// <param name="path">The session file.</param>
/// <param name="depth">Levels a side that were subscribed.</param>
public sealed class KrakenVersion1Recording(Instrument instrument, string pair, string path, int depth) : IBookRecording
{
    private const decimal NanosecondsPerSecond = 1_000_000_000;

    /// <inheritdoc />
    public int? Depth => depth;

    /// <inheritdoc />
    public IEnumerable<RecordedFrame> Frames()
    {
        bool isStarted = false;
        string marker = "\"book-";
        foreach (string line in RecordedLines.Read(path))
        {
            if (!line.StartsWith("{\"t\":\"recv\"", StringComparison.Ordinal))
                continue;
            using JsonDocument record = JsonDocument.Parse(line);
            string message = record.RootElement.GetProperty("data").GetString() ?? "";
            if (!message.StartsWith('[') || !message.Contains(marker, StringComparison.Ordinal))
                continue;
            long stamp = (long)(record.RootElement.GetProperty("ts").GetDecimal() * NanosecondsPerSecond);
            if (Frame(message, stamp) is not { } frame)
                continue;
            isStarted |= frame.IsWholeBook;
            if (isStarted)
                yield return frame;
        }
    }

    private RecordedFrame? Frame(string message, long stamp)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        JsonElement parts = document.RootElement;
        int count = parts.GetArrayLength();
        if (parts[count - 1].GetString() != pair)
            return null;
        List<LevelChange> levels = [];
        bool isWholeBook = false;
        for (int i = 1; i < count - 2; i++)
        {
            foreach (JsonProperty list in parts[i].EnumerateObject())
            {
                if (list.Name == "c")
                    continue;
                isWholeBook |= list.Name is "as" or "bs";
                RecordedLevels.AddPairs(levels, instrument, list.Name[0] == 'b' ? BookSide.Bid : BookSide.Ask, list.Value);
            }
        }

        return new RecordedFrame(stamp, isWholeBook, levels);
    }
}
