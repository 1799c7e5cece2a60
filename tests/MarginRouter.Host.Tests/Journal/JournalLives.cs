using MarginRouter.Host.Configuration;
using MarginRouter.Host.Journal;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Journal;

/// <summary>Random lives of an engine put into real journals.</summary>
internal static class JournalLives
{
    public static JournalHeader Header { get; } = new("k3f", Core.Instruments.Instant.FromMilliseconds(1_799_999_999_000), "configuration", "structure");

    /// <summary>A short life of an engine.</summary>
    public static TestSession Of(int seed, int steps = 250)
    {
        RandomSession life = new(seed, (_, _, _) => { });
        life.Open();
        for (int step = 0; step < steps; step++)
            life.Step();
        return life.Session;
    }

    /// <summary>Opens a journal in a folder.</summary>
    public static RouterJournal Open(string folder, DurabilityMode mode = DurabilityMode.BeforeSend) => new(
        new JournalSettings(folder, mode, 1),
        () => Header,
        _ => { },
        exception => throw new InvalidOperationException("the journal failed", exception));

    /// <summary>Appends entries and closes.</summary>
    public static void Write(string folder, IEnumerable<JournalEntry> entries)
    {
        using RouterJournal journal = Open(folder);
        foreach (JournalEntry entry in entries)
        {
            if (entry.Inbound is not null)
                journal.Append(entry.At, entry.Inbound);
            else if (entry.Valuation is not null)
                journal.Append(entry.At, entry.Valuation);
            else if (entry.Comparison is not null)
                journal.Append(entry.At, entry.Comparison);
            else if (entry.Basket is not null)
                journal.Append(entry.At, entry.Basket);
            else
                journal.Append(entry.At, entry.Decision!);
        }
    }

    /// <summary>All records of a journal.</summary>
    public static List<JournalRecord> Read(string folder)
    {
        using JournalReader reader = new(folder);
        List<JournalRecord> records = [];
        while (reader.Next() is JournalRecord record)
            records.Add(record);
        return records;
    }
}
