using System.CommandLine;
using System.Diagnostics;

namespace MarginRouter.LoadTests.Fuzz;

/// <summary><c>fuzz [--messages N] [--seed N]</c>: damaged messages through every decoder, the same number for each protocol.</summary>
internal static class FuzzCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Option<long> messages = new("--messages") { Description = "Damaged messages in all. Default 1000000.", DefaultValueFactory = _ => 1_000_000 };
        Option<ulong> seed = new("--seed") { Description = "Seed of the damage. Default 1.", DefaultValueFactory = _ => 1 };
        Command command = new("fuzz", "Damaged messages through every market-data decoder and book builder.") { messages, seed };
        command.SetAction(parsed => Run(parsed.GetValue(messages), parsed.GetValue(seed), output, diagnostics));
        return command;
    }

    private static int Run(long messages, ulong seed, TextWriter output, TextWriter diagnostics)
    {
        long each = (messages + FuzzSessions.All.Length - 1) / FuzzSessions.All.Length;
        output.WriteLine($"fuzz: {each} damaged messages for each of {FuzzSessions.All.Length} protocols, seed {seed}");
        long total = 0;
        bool failed = false;
        foreach (FuzzSession session in FuzzSessions.All)
        {
            FuzzEpisodes episodes = new(session, seed);
            Stopwatch clock = Stopwatch.StartNew();
            string? failure = RunWatched(episodes, each);
            if (failure is not null)
            {
                diagnostics.WriteLine(failure);
                failed = true;
                continue;
            }

            total += episodes.Played;
            output.WriteLine($"{session.Venue,-12} {session.Protocol,-16} {episodes.Played,12} played {episodes.Refused,12} refused {episodes.LiveBooks,12} live books looked at {clock.Elapsed.TotalSeconds,8:F1} s");
        }

        if (failed)
            return 1;
        output.WriteLine($"fuzz: {total} damaged messages, no crash, no hang, no live book that breaks a rule");
        return 0;
    }

    /// <summary>Runs one protocol on a thread of its own, so that a decoder that hangs is noticed: it then plays no further message.</summary>
    private static string? RunWatched(FuzzEpisodes episodes, long messages)
    {
        string? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                episodes.PlayUndamaged();
                episodes.Play(messages);
            }
            catch (FuzzFailureException fault)
            {
                failure = fault.ToString();
            }
        })
        { IsBackground = true, Name = "fuzz" };
        thread.Start();
        long before = -1;
        while (!thread.Join(Patience))
        {
            long now = episodes.Played;
            if (now == before)
                return $"no message was finished for {Patience}: message {now} hangs";
            before = now;
        }

        return failure;
    }
}
