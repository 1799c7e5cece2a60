using System.Collections.Immutable;

namespace MarginRouter.Host.Configuration;

/// <summary>Resolves the names of secrets. Configuration files hold names only: <c>env:NAME</c> or <c>file:PATH</c>.</summary>
/// <param name="overrides">Secrets given in memory by reference, used by the demo and by tests; looked at first.</param>
public sealed class SecretSource(ImmutableDictionary<string, string> overrides)
{
    /// <summary>A source without secrets of its own.</summary>
    public static SecretSource System { get; } = new(ImmutableDictionary<string, string>.Empty);

    /// <summary>True for a well-formed reference.</summary>
    public static bool IsReference(string text) =>
        (text.StartsWith("env:", StringComparison.Ordinal) && text.Length > 4)
        || (text.StartsWith("file:", StringComparison.Ordinal) && text.Length > 5);

    /// <summary>The secret behind a reference, or null when the variable or file does not exist.</summary>
    public string? Resolve(string reference)
    {
        if (overrides.TryGetValue(reference, out string? secret))
            return secret;
        if (reference.StartsWith("env:", StringComparison.Ordinal))
            return Environment.GetEnvironmentVariable(reference[4..]);
        string path = reference[5..];
        return File.Exists(path) ? File.ReadAllText(path).TrimEnd('\r', '\n') : null;
    }

    /// <summary>The secret behind a reference; throws <see cref="ConfigurationException"/> naming the reference when there is none.</summary>
    public string Require(string reference, string owner) =>
        Resolve(reference) ?? throw new ConfigurationException([$"{owner}: secret {reference} is not set"]);
}
