using System.Xml.Linq;
using MarginRouter.Testing;

namespace MarginRouter.Architecture.Tests;

/// <summary>The project table of the design.</summary>
public sealed class ProjectReferenceTests
{
    // The logging abstractions come to Venues and Gateway with Fix, which the table allows to have them.
    private const string Logging = "Microsoft.Extensions.Logging.Abstractions";

    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = ([], []),
        ["Storage"] = ([], []),
        ["Fix"] = (["Storage"], [Logging]),
        ["Venues"] = (["Core", "Fix"], [Logging, "Polly", "Polly.Core"]),
        ["Gateway"] = (["Core", "Fix"], [Logging]),
        ["Simulation"] = (["Core", "Fix"], []),
        ["Host"] = (
            ["Core", "Storage", "Fix", "Venues", "Gateway", "Simulation"],
            ["Microsoft.Extensions.Hosting", "System.CommandLine", "Spectre.Console"]),
    };

    [Fact]
    public void ProjectFiles_References_AreThoseOfTheTable() => Check.None(
        Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "src"), "*.csproj", SearchOption.AllDirectories),
        file =>
        {
            string project = Short(Path.GetFileNameWithoutExtension(file));
            if (!Allowed.TryGetValue(project, out (string[] Projects, string[] Packages) allowed))
                return [$"{project} has no row in the table"];
            XElement root = XElement.Load(file);
            IEnumerable<string> projects = Includes(root, "ProjectReference").Select(path => Short(Path.GetFileNameWithoutExtension(path)));
            return projects.Except(allowed.Projects).Select(other => $"{project} references project {other}")
                .Concat(Includes(root, "PackageReference").Except(allowed.Packages).Select(other => $"{project} references package {other}"));
        });

    [Fact]
    public void Assemblies_References_AreThoseOfTheTable() => Check.None(Solution.Projects, project =>
        from reference in Solution.Of(project).References
        where !reference.StartsWith("System.", StringComparison.Ordinal) || reference == "System.CommandLine"
        where !IsAllowed(project, reference)
        select $"{project} is compiled against {reference}");

    [Fact]
    public void Projects_InSrc_AreThoseOfTheTable() => Assert.Equal(
        Allowed.Keys.Order(StringComparer.Ordinal),
        Directory.EnumerateDirectories(Path.Combine(SharedData.Repository, "src")).Select(path => Short(Path.GetFileName(path))).Order(StringComparer.Ordinal));

    [Fact]
    public void Storage_Words_AreNoTradingWords()
    {
        string[] words = ["Venue", "Instrument", "Price", "Trade", "Desk", "Ledger", "Subaccount", "Leverage"];
        Check.None(Solution.Of("Storage").Types, type =>
            from name in type.Own
            from word in words
            where name.Contains(word, StringComparison.OrdinalIgnoreCase)
            select $"{type.FullName}: {name}");
    }

    private static bool IsAllowed(string project, string reference)
    {
        if (reference.StartsWith("MarginRouter.", StringComparison.Ordinal) || reference == "marginrouter")
            return Allowed[project].Projects.Contains(Short(reference));

        // Packages bring packages of their own family: Polly brings Polly.Core, Hosting the other extensions. Simulation serves by ASP.NET Core.
        return Allowed[project].Packages.Any(package => reference.StartsWith(package.Split('.')[0] + ".", StringComparison.Ordinal) || reference == package)
            || (project == "Simulation" && reference.StartsWith("Microsoft.", StringComparison.Ordinal))
            || (project == "Host" && reference.StartsWith("Polly", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Includes(XElement root, string item) =>
        root.Descendants(item).Select(element => element.Attribute("Include")!.Value);

    private static string Short(string project) => project == "marginrouter" ? "Host" : project.Replace("MarginRouter.", string.Empty, StringComparison.Ordinal);
}
