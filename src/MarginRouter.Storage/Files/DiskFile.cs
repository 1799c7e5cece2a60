using Microsoft.Win32.SafeHandles;

namespace MarginRouter.Storage.Files;

/// <summary>A real file, by positional reads and writes.</summary>
internal sealed class DiskFile(SafeFileHandle handle, string path) : ISegmentFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> destination, long offset)
    {
        int total = 0;
        while (total < destination.Length)
        {
            int read = RandomAccess.Read(handle, destination[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }

    public void Write(ReadOnlySpan<byte> source, long offset) => RandomAccess.Write(handle, source, offset);

    public void SetLength(long length) => RandomAccess.SetLength(handle, length);

    public void Sync() => NativeSync.File(handle, path);

    public void Dispose() => handle.Dispose();
}
