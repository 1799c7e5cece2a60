using MarginRouter.Storage.Files;

namespace MarginRouter.Storage.Tests.Faults;

/// <summary>
/// A directory in memory that remembers what has been synced, fails at a chosen operation (a write half done), and can
/// be looked at as a killed process (everything written is there) or a loss of power (unsynced sectors come and go)
/// would leave it.
/// </summary>
internal sealed class FaultDirectory(Random random) : ISegmentDirectory
{
    private readonly object gate = new();
    private readonly Dictionary<string, FaultFile> durableNames = [];
    private readonly List<NameChange> unsyncedNameChanges = [];
    private Dictionary<string, FaultFile> names = [];
    private long operationsLeft = long.MaxValue;

    /// <summary>Set to hold every file sync until it is signalled.</summary>
    public ManualResetEventSlim? SyncGate { get; set; }

    /// <summary>Signalled when a sync begins.</summary>
    public SemaphoreSlim SyncsBegun { get; } = new(0);

    /// <summary>File syncs so far.</summary>
    public int Syncs { get; private set; }

    /// <summary>Lets that many operations succeed and fails all later ones.</summary>
    public void FailAfter(long operations) => operationsLeft = operations;

    /// <summary>The directory that a restarted process finds after SIGKILL: all that was written, synced or not.</summary>
    public FaultDirectory AfterKill()
    {
        FaultDirectory after = new(random);
        Dictionary<FaultFile, FaultFile> successors = [];
        foreach ((string name, FaultFile file) in names)
            after.names[name] = Successor(file);
        foreach ((string name, FaultFile file) in durableNames)
            after.durableNames[name] = Successor(file);
        foreach (NameChange change in unsyncedNameChanges)
            after.unsyncedNameChanges.Add(change with { File = change.File is null ? null : Successor(change.File) });
        return after;

        FaultFile Successor(FaultFile file)
        {
            if (!successors.TryGetValue(file, out FaultFile? successor))
                successors[file] = successor = file.AfterKill(after);
            return successor;
        }
    }

    /// <summary>A directory that a restarted machine may find after a loss of power.</summary>
    public FaultDirectory AfterPowerLoss()
    {
        FaultDirectory after = new(random);
        Dictionary<string, FaultFile> survivors = new(durableNames);
        foreach (NameChange change in unsyncedNameChanges.Take(random.Next(unsyncedNameChanges.Count + 1)))
            change.ApplyTo(survivors);
        foreach ((string name, FaultFile file) in survivors)
            after.names[name] = after.durableNames[name] = file.AfterPowerLoss(after);
        return after;
    }

    public string PathOf(string name) => "memory/" + name;

    public IReadOnlyList<string> ListNames()
    {
        lock (gate)
            return [.. names.Keys];
    }

    public ISegmentFile Create(string name)
    {
        Count(name);
        FaultFile file = new(this, random, name);
        Change(new NameChange(null, name, file));
        return file;
    }

    public ISegmentFile Open(string name, bool writable)
    {
        lock (gate)
            return names[name];
    }

    public void Rename(string from, string to)
    {
        Count(from);
        Change(new NameChange(from, to, null));
    }

    public void Delete(string name)
    {
        Count(name);
        Change(new NameChange(name, null, null));
    }

    public void Sync()
    {
        Count("directory");
        lock (gate)
        {
            durableNames.Clear();
            foreach ((string name, FaultFile file) in names)
                durableNames[name] = file;
            unsyncedNameChanges.Clear();
        }
    }

    public void Dispose()
    {
    }

    /// <summary>Counts an operation; false when it is to be the one that fails, halfway.</summary>
    internal bool TryOperation()
    {
        lock (gate)
        {
            if (operationsLeft <= 0)
                return false;
            operationsLeft--;
            return true;
        }
    }

    /// <summary>A random number from 0 to below the bound, on any thread.</summary>
    internal int Draw(int bound)
    {
        lock (gate)
            return random.Next(bound);
    }

    internal void CountSync(string name)
    {
        SyncsBegun.Release();
        SyncGate?.Wait(TimeSpan.FromSeconds(30));
        Count(name);
        lock (gate)
            Syncs++;
    }

    private void Count(string name)
    {
        if (!TryOperation())
            throw new SimulatedFailureException($"simulated failure at '{name}'");
    }

    private void Change(NameChange change)
    {
        lock (gate)
        {
            names = new Dictionary<string, FaultFile>(names);
            change.ApplyTo(names);
            unsyncedNameChanges.Add(change);
        }
    }

    /// <summary>A name gone, a name come, or both: a file created (then it is given), renamed or deleted.</summary>
    private sealed record NameChange(string? From, string? To, FaultFile? File)
    {
        public void ApplyTo(Dictionary<string, FaultFile> map)
        {
            FaultFile? file = File;
            if (From is not null)
                map.Remove(From, out file);
            if (To is not null && file is not null)
                map[To] = file;
        }
    }
}
