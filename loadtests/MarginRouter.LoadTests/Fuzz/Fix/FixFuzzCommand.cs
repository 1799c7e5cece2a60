using System.CommandLine;
using System.Diagnostics;
using MarginRouter.Fix.Dictionaries;

namespace MarginRouter.LoadTests.Fuzz.Fix;

/// <summary><c>fuzz-fix [--streams N] [--seed N] [--dictionary FILE]</c>: damaged byte streams through the FIX framer and session.</summary>
internal static class FixFuzzCommand
{
    private const long MostMemoryGrowth = 64 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Option<long> streams = new("--streams") { Description = "Byte streams. Default 1000000.", DefaultValueFactory = _ => 1_000_000 };
        Option<ulong> seed = new("--seed") { Description = "Seed of the damage. Default 1.", DefaultValueFactory = _ => 1 };
        Option<string?> dictionary = new("--dictionary") { Description = "Dictionary in QuickFIX XML form that the session checks messages against." };
        Command command = new("fuzz-fix", "Damaged byte streams through the FIX framer and session.") { streams, seed, dictionary };
        command.SetAction(parsed => Run(parsed.GetValue(streams), parsed.GetValue(seed), parsed.GetValue(dictionary), output, diagnostics));
        return command;
    }

    private static int Run(long streams, ulong seed, string? dictionary, TextWriter output, TextWriter diagnostics)
    {
        FixValidationOptions? validation = dictionary is null ? null : new FixValidationOptions { Dictionary = FixDictionaryReader.ReadFile(dictionary) };
        using FixFuzzPeer peer = new(seed, validation);
        peer.Play(Math.Min(streams, 1000));
        long memory = GC.GetTotalMemory(forceFullCollection: true);
        Stopwatch clock = Stopwatch.StartNew();
        if (RunWatched(peer, streams - peer.Played) is { } failure)
        {
            diagnostics.WriteLine(failure);
            return 1;
        }

        long growth = GC.GetTotalMemory(forceFullCollection: true) - memory;
        output.WriteLine($"fuzz-fix: {peer.Played} streams, seed {seed}: {peer.Taken} messages taken, {peer.Delivered} delivered, memory grew by {growth} bytes, {clock.Elapsed.TotalSeconds:F1} s");
        GC.KeepAlive(peer);
        if (growth <= MostMemoryGrowth)
            return 0;
        diagnostics.WriteLine("fuzz-fix: memory grows");
        return 1;
    }

    /// <summary>Runs on a thread of its own, so that a hang is noticed: it then plays no further stream.</summary>
    private static string? RunWatched(FixFuzzPeer peer, long streams)
    {
        string? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                peer.Play(streams);
            }
            catch (FixFuzzException fault)
            {
                failure = fault.ToString();
            }
        })
        { IsBackground = true, Name = "fuzz-fix" };
        thread.Start();
        long before = -1;
        while (!thread.Join(Patience))
        {
            long now = peer.Played;
            if (now == before)
                return $"no stream was finished for {Patience}: stream {now} hangs";
            before = now;
        }

        return failure;
    }
}
