using System.Text.RegularExpressions;
using MarginRouter.Architecture.Tests.Metadata;
using MarginRouter.Architecture.Tests.Sources;
using MarginRouter.Testing;

namespace MarginRouter.Architecture.Tests;

/// <summary>Files, names and shapes of types; ids of log messages; names in the architecture page.</summary>
public sealed partial class HouseStyleTests
{
    private const int LongestFile = 500;
    private static readonly string[] DeniedEndings = ["Manager", "Helper", "Helpers", "Util", "Utils", "Common", "Base", "Impl"];

    [Fact]
    public void Files_Types_AreOneAndNamedLikeTheFile() => Check.None(
        SourceFile.Below("src").Where(file => file.TypeName != "Program"),
        file => file.TopLevelTypes is [string only] && only == file.TypeName
            ? []
            : [$"{file.Path} declares {string.Join(", ", file.TopLevelTypes)}"]);

    [Fact]
    public void Files_Names_HaveASecondPartOnlyForLogs() => Check.None(SourceFile.Below("src"), file =>
        Path.GetFileName(file.Path).Count(letter => letter == '.') > 1 && !file.Path.EndsWith(".Log.cs", StringComparison.Ordinal)
            ? [file.Path]
            : []);

    [Fact]
    public void Files_Namespaces_AreTheirFolders() => Check.None(
        SourceFile.Below("src").Where(file => file.TypeName != "Program"),
        file =>
        {
            string folder = Path.GetDirectoryName(file.Path)!.Replace('\\', '/')["src/".Length..].Replace('/', '.');
            return folder == file.Space ? [] : [$"{file.Path} is in namespace {file.Space}"];
        });

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("loadtests")]
    public void Files_Length_IsAtMost500Lines(string folder) =>
        Check.None(SourceFile.Below(folder), file => file.LineCount > LongestFile ? [$"{file.Path} has {file.LineCount} lines"] : []);

    [Fact]
    public void Types_Names_SayWhatTheyAre() => Check.None(
        from assembly in Solution.All from type in assembly.Types from name in type.WrittenNames select name,
        name => DeniedEndings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal)) ? [name] : []);

    [Fact]
    public void Classes_Inheritance_IsClosedOrAbstract() => Check.None(
        // The class around top-level statements is the compiler's.
        Solution.All.SelectMany(assembly => assembly.Types).Where(type => type.FullName != ".Program"),
        type => type.OpenClasses.Select(name => $"{type.FullName}: {name} is neither sealed nor static nor abstract"));

    [Fact]
    public void LogMessages_EventIds_AreUnique()
    {
        List<(string Id, string Path)> ids =
        [
            .. from file in SourceFile.Below("src")
               from Match match in LogMessage().Matches(file.Code)
               select (match.Groups["id"].Success ? match.Groups["id"].Value : "none", file.Path),
        ];
        Check.None(ids.GroupBy(id => id.Id), group =>
            group.Key == "none" || group.Count() > 1 ? [$"EventId {group.Key}: {string.Join(", ", group.Select(id => id.Path))}"] : []);
    }

    [Fact]
    public void LogMessages_EventIds_AreInOneThousandPerProject() => Check.None(
        from file in SourceFile.Below("src")
        from Match match in LogMessage().Matches(file.Code)
        where match.Groups["id"].Success
        group file.Path.Split('/')[1] by match.Groups["id"].Value.PadLeft(4, '0')[..^3],
        range => range.Distinct().Count() > 1 ? [$"{range.Key}xxx is shared by {string.Join(", ", range.Distinct())}"] : []);

    [Fact]
    public void ArchitecturePage_NamesInBackticks_Exist()
    {
        ILookup<string, TypeFacts> types = Solution.All.SelectMany(assembly => assembly.Types).ToLookup(type => type.Name, StringComparer.Ordinal);
        HashSet<string> folders =
        [
            .. Directory.EnumerateDirectories(Path.Combine(SharedData.Repository, "src"), "*", SearchOption.AllDirectories)
                .Concat(Directory.EnumerateDirectories(Path.Combine(SharedData.Repository, "tests")))
                .Select(path => Path.GetFileName(path)),
        ];
        string page = File.ReadAllText(Path.Combine(SharedData.Repository, "src", "ARCHITECTURE.md"));
        Check.None(BacktickName().Matches(page), match =>
        {
            string name = match.Groups["name"].Value;
            string[] parts = name.Split('.');
            bool known = folders.Contains(name)
                || (parts.Length == 1 && types.Contains(name))
                || (parts.Length == 2 && types[parts[0]].Any(type => type.Own.Contains(parts[1])));
            return known ? [] : [$"`{name}` is neither a type, a member nor a folder"];
        });
    }

    [Theory]
    [InlineData("/// class Wrong\npublic sealed class Right\n{\n    private sealed class Inner;\n}", "Right")]
    [InlineData("internal static partial class A\n{\n}\npublic readonly record struct B(int X);\npublic enum C", "A,B,C")]
    [InlineData("/* public class No */\npublic ref struct D\npublic delegate int E(int x);\nvar text = \"// class F\";", "D,E")]
    public void SourceFile_TopLevelTypes_AreFound(string text, string expected) =>
        Assert.Equal(expected.Split(','), new SourceFile("x.cs", text).TopLevelTypes);

    [Fact]
    public void SourceFile_Comments_AreBlankedAndLiteralsKept() =>
        Assert.Equal("a \"// b\" \n'\"'  e", SourceFile.StripComments("a \"// b\" // c\n'\"' /* d */ e"));

    [GeneratedRegex(@"\[LoggerMessage\((?:\s*(?:EventId\s*=\s*)?(?<id>\d+))?")]
    private static partial Regex LogMessage();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]+(?:\\.[A-Z][A-Za-z0-9]+)*)`")]
    private static partial Regex BacktickName();
}
