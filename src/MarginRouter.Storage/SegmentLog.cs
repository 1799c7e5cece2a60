using MarginRouter.Storage.Files;
using MarginRouter.Storage.Segments;

namespace MarginRouter.Storage;

/// <summary>
/// An append-only log of checksummed records over segment files. Every call runs on the caller's thread and is
/// complete when it returns; one thread at a time. Records carry positions 1, 2, 3, ... without gaps over all segments
/// and restarts. Any failure of the device stops the log for good (<see cref="SegmentLogFaultedException"/>);
/// open it anew to repair and continue.
/// </summary>
public sealed class SegmentLog : IDisposable
{
    private readonly SegmentLogOptions options;
    private readonly ISegmentDirectory directory;
    private readonly List<Segment> segments;
    private readonly RecordLookup lookup;
    private readonly SegmentWriter writer;
    private SegmentLogFaultedException? fault;
    private bool disposed;

    private SegmentLog(SegmentLogOptions options, ISegmentDirectory directory, SegmentRecovery recovery, ISegmentFile file)
    {
        this.options = options;
        this.directory = directory;
        segments = recovery.Segments;
        lookup = new RecordLookup(directory, segments);
        writer = new SegmentWriter(directory, options, segments, file);
        Repair = recovery.Repair;
    }

    /// <summary>The directory as the options name it.</summary>
    public string Directory => options.Directory;

    /// <summary>First position still kept; one more than <see cref="LastPosition"/> when the log is empty.</summary>
    public long FirstPosition => segments[0].Header.FirstPosition;

    /// <summary>Position of the last record appended; 0 when none ever was.</summary>
    public long LastPosition => writer.LastPosition;

    /// <summary>Up to here records are handed to the operating system: they survive the death of this process.</summary>
    public long WrittenPosition => writer.WrittenPosition;

    /// <summary>Up to here records survive a loss of power.</summary>
    public long DurablePosition => writer.DurablePosition;

    /// <summary>What opening cut off the end; null when the log ended cleanly.</summary>
    public TornTailRepair? Repair { get; }

    /// <summary>Longest payload accepted, in bytes.</summary>
    public int MaxPayloadBytes => options.EffectiveMaxPayloadBytes;

    /// <summary>
    /// Opens or creates a log: verifies all records, cuts a torn tail off the last segment (see <see cref="Repair"/>)
    /// and makes what is kept durable.
    /// </summary>
    /// <exception cref="ArgumentException">An option is missing or out of range.</exception>
    /// <exception cref="SegmentLogInUseException">Another writer has the directory.</exception>
    /// <exception cref="CorruptSegmentException">A record that had been durable is damaged.</exception>
    /// <exception cref="SegmentFormatException">The segments have another format.</exception>
    /// <exception cref="IOException">The device refuses.</exception>
    public static SegmentLog Open(SegmentLogOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return Open(options, DiskDirectory.OpenForWriting(options.Directory));
    }

    /// <summary>Opens over the given directory, which the log then owns.</summary>
    internal static SegmentLog Open(SegmentLogOptions options, ISegmentDirectory directory)
    {
        try
        {
            SegmentRecovery recovery = new(directory, options);
            ISegmentFile file = recovery.Run();
            return new SegmentLog(options, directory, recovery, file);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Appends a record and hands it to the operating system. Durable only after <see cref="Sync"/>.
    /// </summary>
    /// <param name="kind">The caller's kind of record.</param>
    /// <param name="payload">The caller's bytes, 0 to <see cref="MaxPayloadBytes"/>; copied.</param>
    /// <returns>The record's position.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The payload is too long.</exception>
    /// <exception cref="SegmentLogFaultedException">A write failed, now or earlier.</exception>
    public long Append(byte kind, ReadOnlySpan<byte> payload) => Append(kind, payload, out _);

    /// <summary>As the other overload, and tells where the record lies for <see cref="Get(RecordAddress)"/>.</summary>
    /// <param name="kind">The caller's kind of record.</param>
    /// <param name="payload">The caller's bytes, 0 to <see cref="MaxPayloadBytes"/>; copied.</param>
    /// <param name="address">Where the record lies.</param>
    /// <returns>The record's position.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The payload is too long.</exception>
    /// <exception cref="SegmentLogFaultedException">A write failed, now or earlier.</exception>
    public long Append(byte kind, ReadOnlySpan<byte> payload, out RecordAddress address)
    {
        address = Stage(kind, payload);
        WriteStaged();
        return LastPosition;
    }

    /// <summary>Returns when all records appended so far survive a loss of power.</summary>
    /// <exception cref="SegmentLogFaultedException">A write or sync failed, now or earlier.</exception>
    public void Sync()
    {
        ThrowIfStopped();
        try
        {
            writer.Sync();
        }
        catch (Exception exception)
        {
            throw Stop(exception);
        }
    }

    /// <summary>Reads forward from a position to the record that is the last one now.</summary>
    /// <param name="fromPosition">From <see cref="FirstPosition"/>; behind the end gives an empty reading.</param>
    /// <exception cref="ArgumentOutOfRangeException">The position is not kept.</exception>
    public SegmentReader Read(long fromPosition)
    {
        ThrowIfStopped();
        ArgumentOutOfRangeException.ThrowIfLessThan(fromPosition, FirstPosition);
        WriteStaged();
        List<long> firstPositions = segments.ConvertAll(segment => segment.Header.FirstPosition);
        ReadingPlan plan = new(firstPositions, fromPosition, LastPosition, lookup.StartFor(fromPosition));
        return new SegmentReader(directory, ownsDirectory: false, options.ContentFormat, plan);
    }

    /// <summary>Reads one record by its position. Costs one read of at most 64 KiB.</summary>
    /// <param name="position">From <see cref="FirstPosition"/> to <see cref="LastPosition"/>.</param>
    /// <returns>The record; valid until the next call of <c>Get</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The position is not kept.</exception>
    /// <exception cref="CorruptSegmentException">The record is damaged.</exception>
    public LogRecord Get(long position)
    {
        ThrowIfStopped();
        ArgumentOutOfRangeException.ThrowIfLessThan(position, FirstPosition);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, LastPosition);
        WriteStaged();
        return lookup.Find(position);
    }

    /// <summary>Reads one record where an append or a reading said it lies.</summary>
    /// <param name="address">Its address.</param>
    /// <returns>The record; valid until the next call of <c>Get</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The segment is not kept or no record begins behind that offset.</exception>
    /// <exception cref="CorruptSegmentException">There is no intact record.</exception>
    public LogRecord Get(RecordAddress address)
    {
        ThrowIfStopped();
        WriteStaged();
        return lookup.Find(address);
    }

    /// <summary>Deletes whole segments whose records are all at or before a position; never the one being written.</summary>
    /// <param name="position">Last position that may go.</param>
    /// <exception cref="SegmentLogFaultedException">A deletion failed, now or earlier.</exception>
    public void DeleteThrough(long position)
    {
        ThrowIfStopped();
        bool deleted = false;
        try
        {
            while (segments.Count > 1 && segments[0].LastPosition <= position)
            {
                lookup.Forget(segments[0]);
                directory.Delete(segments[0].Name);
                segments.RemoveAt(0);
                deleted = true;
            }

            if (deleted)
                directory.Sync();
        }
        catch (Exception exception)
        {
            throw Stop(exception);
        }
    }

    /// <summary>
    /// Makes everything durable, leaves a mark that proves it to the next opening, and closes. After a failure it
    /// only closes.
    /// </summary>
    /// <exception cref="SegmentLogFaultedException">The last write or sync failed.</exception>
    public void Dispose()
    {
        if (disposed)
            return;
        try
        {
            if (fault is null)
                writer.Finish();
        }
        catch (Exception exception)
        {
            throw Stop(exception);
        }
        finally
        {
            disposed = true;
            lookup.Dispose();
            writer.Dispose();
            directory.Dispose();
        }
    }

    /// <inheritdoc cref="SegmentWriter.PrepareSegmentsAhead"/>
    internal void PrepareSegmentsAhead() => writer.PrepareSegmentsAhead();

    /// <inheritdoc cref="SegmentWriter.Stage"/>
    internal RecordAddress Stage(byte kind, ReadOnlySpan<byte> payload)
    {
        ThrowIfStopped();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxPayloadBytes, nameof(payload));
        try
        {
            return writer.Stage(kind, payload);
        }
        catch (Exception exception)
        {
            throw Stop(exception);
        }
    }

    /// <inheritdoc cref="SegmentWriter.WriteStaged"/>
    internal void WriteStaged()
    {
        ThrowIfStopped();
        try
        {
            writer.WriteStaged();
        }
        catch (Exception exception)
        {
            throw Stop(exception);
        }
    }

    private SegmentLogFaultedException Stop(Exception exception) =>
        fault = new SegmentLogFaultedException(options.Directory, DurablePosition, exception);

    private void ThrowIfStopped()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (fault is not null)
            throw new SegmentLogFaultedException(fault);
    }
}
