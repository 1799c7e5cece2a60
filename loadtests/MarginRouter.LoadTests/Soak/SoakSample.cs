using System.Diagnostics;

namespace MarginRouter.LoadTests.Soak;

/// <summary>What the process holds at one moment, after a full collection.</summary>
/// <param name="At">Time since the start.</param>
/// <param name="HeapBytes">Managed memory in use.</param>
/// <param name="WorkingSetBytes">Memory of the process.</param>
/// <param name="Sockets">Open sockets.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Orders">Parent orders so far.</param>
internal sealed record SoakSample(TimeSpan At, long HeapBytes, long WorkingSetBytes, int Sockets, int Threads, int Orders)
{
    /// <summary>Looks now.</summary>
    public static SoakSample Take(TimeSpan at, int orders)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process self = Process.GetCurrentProcess();
        return new SoakSample(at, GC.GetTotalMemory(false), self.WorkingSet64, CountSockets(), self.Threads.Count, orders);
    }

    private static int CountSockets()
    {
        int sockets = 0;
        foreach (string descriptor in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            // A descriptor may be gone before it is looked at.
            if (new FileInfo(descriptor).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true)
                sockets++;
        }

        return sockets;
    }
}
