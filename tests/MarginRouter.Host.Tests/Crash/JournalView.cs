using MarginRouter.Core.Engine;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Journal;
using MarginRouter.Host.Runtime;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>A router's journal seen from outside: read beside the writer while it lives, or after its death.</summary>
internal sealed class JournalView(RouterConfiguration configuration)
{
    private string Folder => configuration.Journal.Directory;

    /// <summary>All records so far; none while the journal is just being made.</summary>
    public IReadOnlyList<JournalRecord> Records()
    {
        List<JournalRecord> records = [];
        try
        {
            using JournalReader reader = new(Folder);
            while (reader.Next() is JournalRecord record)
                records.Add(record);
        }
        catch (Exception exception) when (exception is JournalFormatException or DirectoryNotFoundException && records.Count == 0)
        {
            return records;
        }

        return records;
    }

    /// <summary>Waits until some record fits.</summary>
    public Task UntilAsync(Func<JournalRecord, bool> fits, string what) =>
        Patience.UntilAsync(() => Records().Any(fits), $"{what} in the journal", () => string.Join("; ", Records().TakeLast(20)));

    /// <summary>Rebuilds an engine from it, as a restart would before it asks the venues.</summary>
    public (RouterEngine Engine, RecoveredState State) Recover()
    {
        RouterEngine engine = EngineFactory.Create(configuration);
        return (engine, JournalRecovery.Run(Folder, engine));
    }

    /// <summary>Recomputes every decision.</summary>
    public IReadOnlyList<ReplayedDecision> Replay() =>
        EngineFactory.CreateReplay(configuration).Run(Folder).Decisions;
}
