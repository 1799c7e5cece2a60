using System.Text.Json;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Kraken;

namespace MarginRouter.Venues.Recordings;

/// <summary>The venues whose recordings can be replayed, by the name that the command <c>books --venue</c> takes.</summary>
public static class RecordingReplays
{
    private static readonly SortedDictionary<string, Func<IRecordingReplay>> Known = new(StringComparer.Ordinal)
    {
        ["binance"] = () => new BinanceRecordingReplay(),
        ["kraken"] = () => new KrakenRecordingReplay(),
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
