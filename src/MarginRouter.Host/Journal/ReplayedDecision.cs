namespace MarginRouter.Host.Journal;

/// <summary>One decision of a journal, recomputed.</summary>
/// <param name="Position">Where it stands in the journal.</param>
/// <param name="Parent">The parent's number.</param>
/// <param name="Attempt">Its attempt.</param>
/// <param name="Children">Number of children.</param>
/// <param name="SameDecision">True when recomputing its slice gives the recorded bytes.</param>
/// <param name="SameAccounts">True when the accounts rebuilt from the journal are those in the slice.</param>
/// <param name="Bytes">Length of the recorded decision.</param>
/// <param name="FirstDifference">Offset of the first byte that differs, or null.</param>
internal sealed record ReplayedDecision(
    long Position, long Parent, int Attempt, int Children, bool SameDecision, bool SameAccounts, int Bytes, int? FirstDifference);
