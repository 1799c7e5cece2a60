using System.Diagnostics.CodeAnalysis;

namespace MarginRouter.Fix.Dictionaries;

/// <summary>
/// The standard's own messages as far as this product speaks them: sessions, orders, lists, multileg, allocations, quotes, market data, positions,
/// collateral, trades, securities and users, in FIX 4.2, 4.4 and 5.0 SP2 over FIXT 1.1. It comes with the library in a form of our own, so that
/// messages are judged without any file. The fields of 5.0 SP2 for structured over-the-counter products (tags from 40000) are left out; a session
/// takes them as user-defined. A file in QuickFIX form (<see cref="FixDictionaryReader"/>) may stand in its place.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It gives dictionaries, as the standard and its users call them.")]
public static class FixStandardDictionary
{
    private const string Transport = "FIXT.1.1";

    /// <summary>The versions that <see cref="For"/> knows, as BeginString, with the application version where it stands apart.</summary>
    public static IReadOnlyList<(string BeginString, string? ApplicationVersion)> Versions { get; } =
        [("FIX.4.2", null), ("FIX.4.4", null), (Transport, FixApplicationVersion.Fix50Sp2)];

    /// <summary>The dictionary by which a session of a version judges messages.</summary>
    /// <param name="beginString">BeginString (8).</param>
    /// <param name="applicationVersion">DefaultApplVerID (1137) with FIXT 1.1, for example <c>9</c>; null before.</param>
    /// <exception cref="FixDictionaryException">The version is none of <see cref="Versions"/>.</exception>
    public static FixDictionary For(string beginString, string? applicationVersion = null)
    {
        if (!Versions.Contains((beginString, applicationVersion)))
            throw new FixDictionaryException($"no built-in dictionary for {beginString} {applicationVersion}: FIX.4.2, FIX.4.4 and FIXT.1.1 with application version 9 are there");
        return beginString == Transport ? Read("FIX.5.0SP2").Within(Read(Transport)) : Read(beginString);
    }

    /// <summary>One of the files that come with the library.</summary>
    internal static FixDictionary Read(string name)
    {
        using Stream stream = typeof(FixStandardDictionary).Assembly.GetManifestResourceStream($"MarginRouter.Fix.Dictionaries.Standard.{name}.txt")
            ?? throw new FixDictionaryException($"the dictionary {name} is not in the library");
        using StreamReader reader = new(stream);
        return new CompactDictionaryReader(name).Read(reader);
    }
}
