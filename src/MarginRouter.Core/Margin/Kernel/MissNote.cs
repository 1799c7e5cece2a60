namespace MarginRouter.Core.Margin.Kernel;

/// <summary>The first thing that a part of an evaluation did not find.</summary>
internal struct MissNote
{
    /// <summary>True when something is missing.</summary>
    public bool Missing { get; private set; }

    /// <summary>What it is; meaningful when something is missing.</summary>
    public MissKind Kind { get; private set; }

    /// <summary>Index of the asset or position.</summary>
    public int Subject { get; private set; }

    /// <summary>The note that something is missing, or none.</summary>
    public static MissNote Of(MissKind? kind, int subject) =>
        kind is { } missing ? new MissNote { Missing = true, Kind = missing, Subject = subject } : default;

    /// <summary>Notes that something is missing; the first note stays.</summary>
    public void Miss(MissKind kind, int subject)
    {
        if (Missing)
            return;
        Missing = true;
        Kind = kind;
        Subject = subject;
    }

    /// <summary>Takes over another note; the first stays.</summary>
    public void Miss(MissNote other)
    {
        if (!Missing)
            this = other;
    }
}
