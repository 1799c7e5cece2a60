namespace MarginRouter.Storage;

/// <summary>What a committed record has survived.</summary>
public enum CommitDurability
{
    /// <summary>
    /// Handed to the operating system: survives the death of the process, not a loss of power. A closed segment and
    /// a closed log are durable all the same.
    /// </summary>
    Written = 1,

    /// <summary>On the device (fdatasync has returned): survives a loss of power as well.</summary>
    Durable = 2,
}
