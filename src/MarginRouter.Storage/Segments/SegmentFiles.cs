using System.Globalization;
using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Segments;

/// <summary>Creates segment files and finds those that exist.</summary>
internal static class SegmentFiles
{
    private const string TemporaryName = "next.tmp";
    private const int PositionDigits = 19;
    private const int SyncStepBytes = 1024 * 1024;
    private static readonly byte[] Zeros = new byte[256 * 1024];

    /// <summary>First positions of the segments in a directory, ascending.</summary>
    public static List<long> FirstPositions(ISegmentDirectory directory)
    {
        List<long> positions = [];
        foreach (string name in directory.ListNames())
        {
            if (name.Length == PositionDigits + SegmentHeader.Extension.Length
                && name.EndsWith(SegmentHeader.Extension, StringComparison.Ordinal)
                && long.TryParse(name.AsSpan(0, PositionDigits), NumberStyles.None, CultureInfo.InvariantCulture, out long position))
            {
                positions.Add(position);
            }
        }

        positions.Sort();
        return positions;
    }

    /// <summary>Creates the file of a future segment, preallocated as the options say and synced, under a temporary name.</summary>
    public static ISegmentFile CreateBlank(ISegmentDirectory directory, SegmentLogOptions options)
    {
        ISegmentFile file = directory.Create(TemporaryName);
        try
        {
            if (options.Preallocate)
                FillWithZeros(file, 0, options.SegmentBytes);
            file.Sync();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Turns a blank file into a segment. The name comes last, so that a file with a segment's name always has its
    /// header; on return the name is durable too. Disposes the file when that fails.
    /// </summary>
    public static Segment Name(ISegmentDirectory directory, SegmentLogOptions options, ISegmentFile blank, long firstPosition)
    {
        try
        {
            Span<byte> bytes = stackalloc byte[SegmentHeader.Bytes];
            SegmentHeader header = SegmentHeader.Write(bytes, firstPosition, options.ContentFormat);
            blank.Write(bytes, 0);
            blank.Sync();
            Segment segment = new(header, options.SegmentBytes);
            directory.Rename(TemporaryName, segment.Name);
            directory.Sync();
            return segment;
        }
        catch
        {
            blank.Dispose();
            throw;
        }
    }

    /// <summary>Removes what a crash during a creation left.</summary>
    public static void DeleteTemporary(ISegmentDirectory directory)
    {
        if (directory.ListNames().Contains(TemporaryName))
            directory.Delete(TemporaryName);
    }

    /// <summary>
    /// Writes zeros from one offset to another (a hole would cost metadata with each later sync), in synced steps, so
    /// that a commit of another file meanwhile never waits behind a whole segment.
    /// </summary>
    public static void FillWithZeros(ISegmentFile file, long from, long to)
    {
        for (long offset = from; offset < to;)
        {
            int count = (int)Math.Min(Zeros.Length, to - offset);
            file.Write(Zeros.AsSpan(0, count), offset);
            offset += count;
            if (offset % SyncStepBytes == 0)
                file.Sync();
        }
    }
}
