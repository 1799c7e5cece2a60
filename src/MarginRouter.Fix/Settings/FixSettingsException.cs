namespace MarginRouter.Fix.Settings;

/// <summary>A session settings file cannot be used. Every fault is listed, each with file and line.</summary>
public sealed class FixSettingsException : Exception
{
    /// <summary>Lists the faults.</summary>
    public FixSettingsException(IReadOnlyList<string> errors)
        : base(string.Join('\n', errors)) => Errors = errors;

    /// <summary>The faults in the order of their lines.</summary>
    public IReadOnlyList<string> Errors { get; }
}
