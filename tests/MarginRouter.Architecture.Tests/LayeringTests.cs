using MarginRouter.Architecture.Tests.Sources;
using MarginRouter.Testing;

namespace MarginRouter.Architecture.Tests;

/// <summary>The order of the folders inside Core, and the separation of the venues.</summary>
public sealed class LayeringTests
{
    private const string CoreSpace = "MarginRouter.Core.";

    // Instruments <- MarketData, Orders <- Ledger <- Margin <- Routing, Risk <- Engine. Folders of one rank do not know each other.
    private static readonly Dictionary<string, int> Ranks = new(StringComparer.Ordinal)
    {
        ["Instruments"] = 0,
        ["MarketData"] = 1,
        ["Orders"] = 1,
        ["Ledger"] = 2,
        ["Margin"] = 3,
        ["Routing"] = 4,
        ["Risk"] = 4,
        ["Engine"] = 5,
    };

    // Folders of Venues that are not a venue: what adapters share.
    private static readonly string[] SharedFolders = ["Connectivity", "Feeds", "Funds", "Reference", "Grid", "Signing", "Recordings", "Rfq", "Trading"];

    [Fact]
    public void Core_Folders_LookOnlyDown() => Check.None(Solution.Of("Core").Types, type =>
    {
        string folder = FolderOf(type.FullName);
        if (!Ranks.TryGetValue(folder, out int rank))
            return [$"{type.FullName} is in a folder without a rank"];
        return from named in type.Types
               where named.StartsWith(CoreSpace, StringComparison.Ordinal)
               let other = FolderOf(named)
               where other != folder && Ranks.GetValueOrDefault(other, int.MaxValue) >= rank
               select $"{type.FullName} looks up or sideways at {named}";
    });

    [Fact]
    public void Fix_CodecAndSession_DoNotKnowTransport() => Check.None(
        Solution.Of("Fix").Types.Where(type => type.Space is "MarginRouter.Fix.Codec" or "MarginRouter.Fix.Session"),
        type => from named in type.Types
                where named.StartsWith("MarginRouter.Fix.Transport.", StringComparison.Ordinal)
                    || (type.Space == "MarginRouter.Fix.Codec" && named.StartsWith("MarginRouter.Fix.Session.", StringComparison.Ordinal))
                select $"{type.FullName} names {named}");

    [Fact]
    public void Venues_Folders_NeverMentionAnother()
    {
        string[] venues =
        [
            .. Directory.EnumerateDirectories(Path.Combine(SharedData.Repository, "src", "MarginRouter.Venues"))
                .Select(path => Path.GetFileName(path))
                .Where(name => !SharedFolders.Contains(name) && name is not ("obj" or "bin")),
        ];
        Assert.True(venues.Length >= 2, "there are no two venues to keep apart");
        Check.None(venues, venue => SourceFile.Below($"src/MarginRouter.Venues/{venue}").SelectMany(file =>
            from other in venues
            where other != venue && file.Text.Contains(other, StringComparison.OrdinalIgnoreCase)
            select $"{file.Path} mentions {other}"));
    }

    [Fact]
    public void Venues_Types_NeverUseAnotherVenue() => Check.None(
        Solution.Of("Venues").Types.Where(type => !SharedFolders.Contains(VenueOf(type.FullName))),
        type => from named in type.Types
                where named.StartsWith("MarginRouter.Venues.", StringComparison.Ordinal) && named.Count(letter => letter == '.') > 2
                let other = VenueOf(named)
                where other != VenueOf(type.FullName) && !SharedFolders.Contains(other)
                where VenueOf(type.FullName).Length > 0
                select $"{type.FullName} names {named}");

    private static string FolderOf(string fullName) => fullName[CoreSpace.Length..].Split('.')[0];

    private static string VenueOf(string fullName)
    {
        string[] parts = fullName.Split('.');
        return parts.Length > 3 ? parts[2] : string.Empty;
    }
}
