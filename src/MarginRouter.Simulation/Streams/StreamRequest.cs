using Microsoft.AspNetCore.Http;

namespace MarginRouter.Simulation.Streams;

/// <summary>A REST request as a venue's server reads it.</summary>
/// <param name="Method">GET, POST, DELETE.</param>
/// <param name="Path">Path without the query.</param>
/// <param name="Query">The query as it was sent, without its question mark.</param>
/// <param name="Body">The body as text.</param>
/// <param name="Headers">Headers.</param>
internal sealed record StreamRequest(string Method, string Path, string Query, string Body, IHeaderDictionary Headers)
{
    private readonly Dictionary<string, string> parameters = Split(Query);

    /// <summary>Method and path, to tell requests apart.</summary>
    public string Route => $"{Method} {Path}";

    /// <summary>A parameter of the query; empty when it is not there.</summary>
    public string Parameter(string name) => parameters.GetValueOrDefault(name, "");

    /// <summary>A header; empty when it is not there.</summary>
    public string Header(string name) => Headers.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues value) ? value.ToString() : "";

    private static Dictionary<string, string> Split(string query)
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equal = part.IndexOf('=', StringComparison.Ordinal);
            if (equal > 0)
                parameters[part[..equal]] = Uri.UnescapeDataString(part[(equal + 1)..]);
        }

        return parameters;
    }
}
