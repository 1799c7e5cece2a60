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
    private readonly List<Action<Dictionary<string, FaultFile>>> unsyncedNameChanges = [];
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

    /// <summary>The directory that a restarted process finds after SIGKILL.</summary>
    public FaultDirectory AfterKill()
    {
        FaultDirectory after = new(random);
        foreach ((string name, FaultFile file) in names)
            after.Adopt(name, file.AfterKill(after));
        return after;
    }

    /// <summary>A directory that a restarted machine may find after a loss of power.</summary>
    public FaultDirectory AfterPowerLoss()
    {
        FaultDirectory after = new(random);
        Dictionary<string, FaultFile> survivors = new(durableNames);
        int changes = random.Next(unsyncedNameChanges.Count + 1);
        foreach (Action<Dictionary<string, FaultFile>> change in unsyncedNameChanges.Take(changes))
            change(survivors);
        foreach ((string name, FaultFile file) in survivors)
            after.Adopt(name, file.AfterPowerLoss(after));
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
        Change(map => map[name] = file);
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
        Change(map =>
        {
            if (map.Remove(from, out FaultFile? file))
                map[to] = file;
        });
    }

    public void Delete(string name)
    {
        Count(name);
        Change(map => map.Remove(name));
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

    private void Adopt(string name, FaultFile file)
    {
        names[name] = file;
        durableNames[name] = file;
    }

    private void Count(string name)
    {
        if (!TryOperation())
            throw new SimulatedFailureException($"simulated failure at '{name}'");
    }

    private void Change(Action<Dictionary<string, FaultFile>> change)
    {
        lock (gate)
        {
            names = new Dictionary<string, FaultFile>(names);
            change(names);
            unsyncedNameChanges.Add(change);
        }
    }
}
