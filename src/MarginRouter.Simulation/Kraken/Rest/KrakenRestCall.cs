using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace MarginRouter.Simulation.Kraken.Rest;

/// <summary>A private REST call as it came in.</summary>
/// <param name="Path">The path, which is signed.</param>
/// <param name="Body">The form body, which is signed.</param>
/// <param name="Key">Header API-Key; null when absent.</param>
/// <param name="Signature">Header API-Sign; null when absent.</param>
internal sealed record KrakenRestCall(string Path, string Body, string? Key, string? Signature)
{
    private readonly Dictionary<string, StringValues> fields = QueryHelpers.ParseQuery(Body);

    /// <summary>The last part of the path: the name of the call.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>A form field; null when absent or empty.</summary>
    public string? Field(string name) =>
        fields.TryGetValue(name, out StringValues values) && !StringValues.IsNullOrEmpty(values) ? values[0] : null;
}
