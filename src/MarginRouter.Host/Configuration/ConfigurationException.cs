namespace MarginRouter.Host.Configuration;

/// <summary>The configuration cannot be used; carries every error found.</summary>
public sealed class ConfigurationException(IReadOnlyList<string> errors)
    : Exception($"{errors.Count} configuration error(s):{Environment.NewLine}{string.Join(Environment.NewLine, errors)}")
{
    /// <summary>Every error with file and place.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
