using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Recordings;

/// <summary>
/// Recorded Binance depth, spot or futures: lines of a receive stamp in nanoseconds and a combined-stream message; the REST snapshot
/// is the line without a stream. Events that the snapshot already contains are dropped, the rest must follow without a gap.
/// </summary>
public sealed class BinanceDepthRecording : IBookRecording
{
    private readonly Instrument instrument;
    private readonly ImmutableArray<string> paths;

    /// <summary>Makes the recording of one instrument from files that continue each other.</summary>
    public BinanceDepthRecording(Instrument instrument, params ImmutableArray<string> paths)
    {
        this.instrument = instrument;
        this.paths = paths;
    }

    /// <inheritdoc />
    public int? Depth => null;

    /// <inheritdoc />
    public IEnumerable<RecordedFrame> Frames()
    {
        List<(long Stamp, string Json)> early = [];
        long last = 0;
        bool isFirst = false;
        foreach (string line in paths.SelectMany(RecordedLines.Read))
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
                throw new InvalidDataException($"{paths[0]}: a line has no receive stamp");
            bool isSnapshot = line.AsSpan(space + 1).StartsWith("{\"lastUpdateId\"", StringComparison.Ordinal);
            if (!isSnapshot && !line.Contains("@depth", StringComparison.Ordinal))
                continue;
            (long Stamp, string Json) message = (long.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture), line[(space + 1)..]);
            if (!isSnapshot && last == 0)
            {
                early.Add(message);
                continue;
            }

            if (!isSnapshot)
            {
                if (Event(message, ref last, ref isFirst) is { } next)
                    yield return next;
                continue;
            }

            yield return Snapshot(message, out last);
            isFirst = true;
            foreach ((long Stamp, string Json) waiting in early)
            {
                if (Event((message.Stamp, waiting.Json), ref last, ref isFirst) is { } joined)
                    yield return joined;
            }

            early.Clear();
        }
    }

    private RecordedFrame Snapshot((long Stamp, string Json) message, out long last)
    {
        using JsonDocument document = JsonDocument.Parse(message.Json);
        last = document.RootElement.GetProperty("lastUpdateId").GetInt64();
        List<LevelChange> levels = [];
        RecordedLevels.AddPairs(levels, instrument, BookSide.Bid, document.RootElement.GetProperty("bids"));
        RecordedLevels.AddPairs(levels, instrument, BookSide.Ask, document.RootElement.GetProperty("asks"));
        return new RecordedFrame(message.Stamp, true, levels);
    }

    /// <summary>The event, or null when the snapshot contains it. Spot counts on from U, futures chain by pu.</summary>
    private RecordedFrame? Event((long Stamp, string Json) message, ref long last, ref bool isFirst)
    {
        using JsonDocument document = JsonDocument.Parse(message.Json);
        JsonElement data = document.RootElement.GetProperty("data");
        if (data.GetProperty("s").GetString() != instrument.Symbol)
            return null;
        long first = data.GetProperty("U").GetInt64();
        long final = data.GetProperty("u").GetInt64();
        bool isFutures = data.TryGetProperty("pu", out JsonElement previous);
        if (isFirst && (isFutures ? final < last : final <= last))
            return null;
        bool follows = isFirst
            ? first <= (isFutures ? last : last + 1)
            : isFutures ? previous.GetInt64() == last : first == last + 1;
        if (!follows)
            throw new InvalidDataException($"{instrument.Symbol}: gap in the recording between update {last} and {first}");
        isFirst = false;
        last = final;
        List<LevelChange> levels = [];
        RecordedLevels.AddPairs(levels, instrument, BookSide.Bid, data.GetProperty("b"));
        RecordedLevels.AddPairs(levels, instrument, BookSide.Ask, data.GetProperty("a"));
        return new RecordedFrame(message.Stamp, false, levels);
    }
}
