namespace MarginRouter.Fix.Session;

/// <summary>One scheduled session: from its start up to, not with, its end.</summary>
/// <param name="Start">First moment, UTC.</param>
/// <param name="End">First moment behind it, UTC.</param>
public readonly record struct FixSessionWindow(DateTime Start, DateTime End)
{
    /// <summary>Whether a moment, UTC, lies in the session.</summary>
    public bool Contains(DateTime utc) => utc >= Start && utc < End;
}
