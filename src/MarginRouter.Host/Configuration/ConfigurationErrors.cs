namespace MarginRouter.Host.Configuration;

/// <summary>Collects every error of a configuration, so that the operator sees all of them at once.</summary>
public sealed class ConfigurationErrors
{
    private readonly List<string> errors = [];

    /// <summary>All errors in the order of finding, each with file and place.</summary>
    public IReadOnlyList<string> All => errors;

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => errors.Count == 0;

    /// <summary>Adds an error.</summary>
    /// <param name="place">File and JSON path.</param>
    /// <param name="message">What is wrong and what would be right.</param>
    public void Add(string place, string message) => errors.Add($"{place}: {message}");
}
