using System.IO.Compression;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Venues.Recordings;

/// <summary>
/// Reads recordings line by line, never a whole file. Three formats are recognised by their first line: a time stamp and the venue's
/// JSON (nanoseconds; microseconds in files named <c>*.us.log</c>), session objects with t/conn/ts/data/url, or bare venue JSON.
/// Files ending in <c>.gz</c> are unpacked on the way.
/// </summary>
public sealed class RecordingReader : IDisposable
{
    private readonly string file;
    private readonly bool microseconds;
    private readonly Stream stream;
    private readonly LineReader lines;
    private readonly SessionLine session = new();
    private RecordingLineFormat? format;

    /// <summary>Opens a recording; throws <see cref="IOException"/> when it cannot be opened.</summary>
    public RecordingReader(string file)
    {
        this.file = file;
        string name = Path.GetFileName(file);
        bool packed = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        microseconds = (packed ? name[..^3] : name).EndsWith(".us.log", StringComparison.OrdinalIgnoreCase);
        FileStream opened = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        stream = packed ? new GZipStream(opened, CompressionMode.Decompress) : opened;
        lines = new LineReader(stream);
    }

    /// <summary>Number of the line read last, from 1; 0 before the first.</summary>
    public long Line { get; private set; }

    /// <summary>
    /// Reads the next message, skipping empty lines; false at the end. The payload is valid until the next call. Throws
    /// <see cref="RecordingFormatException"/> for a line that is not of the file's format or a file that cannot be unpacked.
    /// </summary>
    public bool TryRead(out RecordedMessage message)
    {
        try
        {
            while (lines.TryRead(out ReadOnlyMemory<byte> line))
            {
                Line++;
                if (line.IsEmpty)
                    continue;
                format ??= Recognise(line.Span);
                message = Parse(format.Value, line);
                return true;
            }
        }
        catch (JsonException fault)
        {
            throw new RecordingFormatException(file, Line, fault.Message, fault);
        }
        catch (InvalidDataException fault)
        {
            throw new RecordingFormatException(file, Line, fault.Message, fault);
        }

        message = default;
        return false;
    }

    /// <inheritdoc />
    public void Dispose() => stream.Dispose();

    private static RecordingLineFormat Recognise(ReadOnlySpan<byte> line)
    {
        if (char.IsAsciiDigit((char)line[0]))
            return RecordingLineFormat.Stamped;
        return SessionLine.IsSession(line) ? RecordingLineFormat.Session : RecordingLineFormat.Bare;
    }

    private RecordedMessage Parse(RecordingLineFormat lineFormat, ReadOnlyMemory<byte> line) => lineFormat switch
    {
        RecordingLineFormat.Stamped => ParseStamped(line),
        RecordingLineFormat.Session => session.Parse(line.Span),
        RecordingLineFormat.Bare => new RecordedMessage { Kind = RecordedKind.Received, Payload = line },
    };

    private RecordedMessage ParseStamped(ReadOnlyMemory<byte> line)
    {
        int space = line.Span.IndexOf((byte)' ');
        if (space <= 0 || !DecimalText.TryParse(line.Span[..space], out DecimalText stamp) || stamp.Scale != 0)
            throw new RecordingFormatException(file, Line, "the line does not begin with a time stamp and a space");
        return new RecordedMessage
        {
            Kind = RecordedKind.Received,
            Payload = line[(space + 1)..],
            ReceivedAt = microseconds ? Instant.FromMicroseconds(stamp.Mantissa) : new Instant(stamp.Mantissa),
        };
    }
}
