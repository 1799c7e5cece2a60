using System.Diagnostics;
using System.Runtime.InteropServices;
using MarginRouter.Benchmarks.Measurement;
using Microsoft.Win32.SafeHandles;

namespace MarginRouter.Benchmarks.Journal;

/// <summary>The floor: one thread, one preallocated file, nothing but write and fdatasync. No checksum, no framing, no hand-over.</summary>
internal sealed class BareJournal : IDisposable
{
    private const int FileBytes = 64 * 1024 * 1024;
    private readonly SafeFileHandle handle;
    private readonly byte[] buffer;
    private readonly int recordBytes;
    private long offset;

    public BareJournal(string path, int recordBytes)
    {
        this.recordBytes = recordBytes;
        buffer = new byte[1024 * 1024];
        handle = File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite);
        for (long at = 0; at < FileBytes; at += buffer.Length)
            RandomAccess.Write(handle, buffer, at);
        Flush();
    }

    /// <summary>One record, one sync, the next: latency of each pair.</summary>
    public LatencySample RunClosed(int count)
    {
        LatencySample sample = new(count);
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Commit(1);
            sample.Add(Stopwatch.GetTimestamp() - start);
        }

        return sample;
    }

    /// <summary>Open loop: whatever is due is written at once and synced once.</summary>
    public LatencySample RunOpen(int perSecond, int count)
    {
        LatencySample sample = new(count);
        Pacer pacer = new(perSecond);
        int done = 0;
        while (done < count)
        {
            Pacer.WaitUntil(pacer.DueAt(done));
            long now = Stopwatch.GetTimestamp();
            int due = done;
            while (due < count && pacer.DueAt(due) <= now && (due - done + 1) * recordBytes <= buffer.Length)
                due++;
            Commit(due - done);
            now = Stopwatch.GetTimestamp();
            for (; done < due; done++)
                sample.Add(now - pacer.DueAt(done));
        }

        return sample;
    }

    public void Dispose() => handle.Dispose();

    private void Commit(int records)
    {
        int bytes = records * recordBytes;
        if (offset + bytes > FileBytes)
            offset = 0;
        RandomAccess.Write(handle, buffer.AsSpan(0, bytes), offset);
        offset += bytes;
        Flush();
    }

    private void Flush()
    {
        if (!OperatingSystem.IsLinux())
            RandomAccess.FlushToDisk(handle);
        else if (DataSync(handle) != 0)
            throw new IOException($"fdatasync failed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    [DllImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    private static extern int DataSync(SafeFileHandle handle);
}
