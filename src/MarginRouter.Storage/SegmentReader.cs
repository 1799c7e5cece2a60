using MarginRouter.Storage.Files;
using MarginRouter.Storage.Segments;

namespace MarginRouter.Storage;

/// <summary>
/// Reads a log forward, verifying each record, without a lock and without changing anything; a writer may be at work,
/// in which case the reader ends with what was written when it arrived at the end. Use it in a <c>foreach</c>
/// (which disposes it) or by <see cref="MoveNext"/>. Not for several threads at once.
/// </summary>
public sealed class SegmentReader : IDisposable
{
    private readonly ISegmentDirectory directory;
    private readonly bool ownsDirectory;
    private readonly byte contentFormat;
    private readonly ReadingPlan plan;
    private readonly List<long> firstPositions;
    private int index;
    private ISegmentFile? file;
    private SegmentHeader header;
    private SegmentScanner? scanner;
    private byte[] window = new byte[256 * 1024];

    /// <param name="directory">Where the segments are.</param>
    /// <param name="ownsDirectory">Whether to dispose it.</param>
    /// <param name="contentFormat">The format of payloads expected.</param>
    /// <param name="plan">What to read.</param>
    internal SegmentReader(ISegmentDirectory directory, bool ownsDirectory, byte contentFormat, ReadingPlan plan)
    {
        this.directory = directory;
        this.ownsDirectory = ownsDirectory;
        this.contentFormat = contentFormat;
        this.plan = plan;
        firstPositions = plan.FirstPositions;
        index = Math.Max(0, firstPositions.FindLastIndex(first => first <= plan.From));
    }

    /// <summary>The record reached by the last <see cref="MoveNext"/> that returned true.</summary>
    public LogRecord Current => scanner is { } current
        ? new LogRecord(
            current.Record.Position, current.Record.Kind, current.Payload, new RecordAddress(header.FirstPosition, current.Offset))
        : throw new InvalidOperationException("the reader has no present record");

    /// <summary>True once the end was reached and an incomplete write lies behind the last record (being written, or torn by a crash).</summary>
    public bool EndsTorn { get; private set; }

    /// <summary>Opens a log directory for reading only.</summary>
    /// <param name="options">Directory and content format; the rest does not matter here.</param>
    /// <param name="fromPosition">First position to deliver, 1 or more; behind the end gives an empty reading.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The position is below 1 or its segment was deleted.</exception>
    public static SegmentReader Open(SegmentLogOptions options, long fromPosition = 1)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(fromPosition, 1);
        DiskDirectory directory = DiskDirectory.OpenForReading(options.Directory);
        List<long> firstPositions = SegmentFiles.FirstPositions(directory);
        if (firstPositions.Count > 0)
            ArgumentOutOfRangeException.ThrowIfLessThan(fromPosition, firstPositions[0]);
        ReadingPlan plan = new(firstPositions, fromPosition, long.MaxValue, null);
        return new SegmentReader(directory, ownsDirectory: true, options.ContentFormat, plan);
    }

    /// <summary>Goes to the next record; false at the end.</summary>
    /// <exception cref="CorruptSegmentException">A record that had been durable cannot be read, or a segment is missing.</exception>
    public bool MoveNext()
    {
        // The end of a bounded reading is known: looking behind it would read all that is preallocated.
        if ((scanner?.NextPosition ?? plan.From) > plan.Through)
            return Finish();
        while (index < firstPositions.Count)
        {
            scanner ??= OpenSegment();
            while (scanner.MoveNext())
            {
                if (scanner.Record.Position >= plan.From)
                    return true;
            }

            if (index == firstPositions.Count - 1)
            {
                JudgeEnd(scanner);
                return Finish();
            }

            SegmentChain.RequireWhole(file!, PathOf(index), header, NextRecord(scanner), firstPositions[index + 1]);
            CloseSegment();
            index++;
        }

        return false;
    }

    /// <summary>The reader itself, for <c>foreach</c>.</summary>
    public SegmentReader GetEnumerator() => this;

    /// <inheritdoc/>
    public void Dispose()
    {
        CloseSegment();
        if (ownsDirectory)
            directory.Dispose();
    }

    private SegmentScanner OpenSegment()
    {
        file = directory.Open(SegmentHeader.NameOf(firstPositions[index]), writable: false);
        header = SegmentHeader.Read(file, PathOf(index), firstPositions[index], contentFormat);
        IndexEntry start = plan.Start is { } known && firstPositions[index] <= plan.From
            ? known
            : new IndexEntry(header.FirstPosition, SegmentHeader.Bytes);
        return new SegmentScanner(file, header, start, window);
    }

    private void JudgeEnd(SegmentScanner ended)
    {
        IndexEntry next = NextRecord(ended);

        // A writer at work may complete this record and sync a later one between our two looks at the file,
        // which looks like damage; a second inspection then finds the record whole.
        TailVerdict verdict = SegmentTail.Inspect(file!, header, next).Verdict;
        bool damaged = verdict == TailVerdict.Corrupt
            && !new SegmentScanner(file!, header, next, window).MoveNext();
        bool incomplete = plan.Through != long.MaxValue && ended.NextPosition <= plan.Through;
        if (damaged || incomplete)
            throw SegmentChain.DamagedRecord(PathOf(index), next);
        EndsTorn = verdict == TailVerdict.Torn;
    }

    private bool Finish()
    {
        CloseSegment();
        index = firstPositions.Count;
        return false;
    }

    private void CloseSegment()
    {
        if (scanner is not null)
            window = scanner.Window;
        scanner = null;
        file?.Dispose();
        file = null;
    }

    private string PathOf(int segment) => directory.PathOf(SegmentHeader.NameOf(firstPositions[segment]));

    private static IndexEntry NextRecord(SegmentScanner ended) => new(ended.NextPosition, ended.End);
}
