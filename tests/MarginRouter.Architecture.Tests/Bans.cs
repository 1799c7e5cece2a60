using MarginRouter.Architecture.Tests.Metadata;

namespace MarginRouter.Architecture.Tests;

/// <summary>What deterministic code must not touch: clock, chance, threads, input and output, logging, options, state of the process.</summary>
internal static class Bans
{
    private static readonly string[] Types =
    [
        "System.Diagnostics.Stopwatch",
        "System.TimeProvider",
        "System.Random",
        "System.Console",
        "System.Security.Cryptography.RandomNumberGenerator",
        "System.Diagnostics.Process",
        "System.AppContext",
    ];

    private static readonly string[] Spaces = ["System.Threading", "System.IO", "System.Net", "Microsoft.Extensions"];

    // A stream over memory is a buffer: no file, no socket.
    private static readonly string[] AllowedTypes = ["System.IO.MemoryStream", "System.IO.InvalidDataException"];

    private static readonly string[] Members =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today",
        "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Environment.get_TickCount", "System.Environment.get_TickCount64", "System.Environment.GetEnvironmentVariable",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7",
    ];

    /// <summary>Every banned thing that a type names.</summary>
    public static IEnumerable<string> Broken(TypeFacts type)
    {
        foreach (string named in type.Types.Where(IsBanned))
            yield return $"{type.FullName} uses {named}";
        foreach (string member in type.Members.Where(Members.Contains))
            yield return $"{type.FullName} calls {member}";
        foreach (string field in type.MutableStatics)
            yield return $"{type.FullName}.{field} is static state that can change";
    }

    private static bool IsBanned(string type) =>
        Types.Contains(type)
        || (!AllowedTypes.Contains(type) && Spaces.Any(space => type.StartsWith(space + ".", StringComparison.Ordinal)));
}
