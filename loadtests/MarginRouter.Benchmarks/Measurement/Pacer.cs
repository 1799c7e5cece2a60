using System.Diagnostics;
using System.Runtime.InteropServices;

namespace MarginRouter.Benchmarks.Measurement;

/// <summary>Intended times of an open loop: they do not move when the system under test is late.</summary>
internal readonly struct Pacer(int perSecond)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // A sleeping thread comes back up to the timer slack (50 us) and a wake-up late; what is left is spun.
    private const long SpunNanoseconds = 200_000;
    private readonly long start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 100);

    /// <summary>The stopwatch time at which item <paramref name="index"/> is due.</summary>
    public long DueAt(int index) => start + (index * Stopwatch.Frequency / perSecond);

    /// <summary>Spins until a time has come.</summary>
    public static void WaitUntil(long due)
    {
        while (Stopwatch.GetTimestamp() < due)
            Thread.SpinWait(5);
    }

    /// <summary>Sleeps until shortly before a time and spins the rest, so that the waiting costs the system under test no core.</summary>
    public static void SleepUntil(long due)
    {
        long nanoseconds = ((due - Stopwatch.GetTimestamp()) * (NanosecondsPerSecond / Stopwatch.Frequency)) - SpunNanoseconds;
        if (nanoseconds > 0)
            Sleep(nanoseconds);
        WaitUntil(due);
    }

    private static void Sleep(long nanoseconds)
    {
        if (OperatingSystem.IsLinux())
            _ = NanoSleep(new TimeSpecification(nanoseconds / NanosecondsPerSecond, nanoseconds % NanosecondsPerSecond), 0); // A signal may cut it short: the spin takes over.
        else
            Thread.Sleep((int)(nanoseconds / 1_000_000));
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int NanoSleep(in TimeSpecification request, nint remaining);

    /// <summary>struct timespec of POSIX.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpecification(long Seconds, long Nanoseconds);
}
