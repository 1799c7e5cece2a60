using System.Text;
using System.Text.RegularExpressions;
using MarginRouter.Testing;

namespace MarginRouter.Architecture.Tests.Sources;

/// <summary>One C# file of the repository, generated ones left out.</summary>
/// <param name="Path">Path from the repository's root, with slashes.</param>
/// <param name="Text">Its whole text.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The name that its type must have: the file name up to the first dot.</summary>
    public string TypeName => System.IO.Path.GetFileName(Path).Split('.')[0];

    public int LineCount => Text.AsSpan().Count('\n');

    /// <summary>The text with comments blanked; literals stay.</summary>
    public string Code => StripComments(Text);

    /// <summary>Names of the types declared at the outermost level (file-scoped namespaces: a line that begins with the declaration).</summary>
    public IReadOnlyList<string> TopLevelTypes => [.. Declaration().Matches(Code).Select(match => match.Groups["name"].Value)];

    /// <summary>The namespace that it declares, or empty.</summary>
    public string Space => Namespace().Match(Code) is { Success: true } match ? match.Groups["name"].Value : string.Empty;

    /// <summary>All C# files below a folder of the repository.</summary>
    public static IReadOnlyList<SourceFile> Below(string folder)
    {
        string root = System.IO.Path.Combine(SharedData.Repository, folder);
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(file => System.IO.Path.GetRelativePath(SharedData.Repository, file).Replace('\\', '/'))
                .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(SharedData.Repository, path)))),
        ];
    }

    /// <summary>Blanks comments: outside literals, from // to the end of the line and from /* to */.</summary>
    public static string StripComments(string text)
    {
        StringBuilder code = new(text.Length);
        int last = 0;
        foreach (Match match in CommentOrLiteral().Matches(text))
        {
            code.Append(text, last, match.Index - last);
            if (!match.Value.StartsWith('/'))
                code.Append(match.Value);
            last = match.Index + match.Length;
        }

        return code.Append(text, last, text.Length - last).ToString();
    }

    [GeneratedRegex("""
        ^(?:(?:public|internal|file|sealed|static|abstract|readonly|ref|partial|unsafe)\s+)*(?:(?:record\s+struct|record\s+class|record|class|struct|interface|enum)\s+|delegate\s+[^\s(]+\s+)(?<name>[A-Za-z_]\w*)
        """, RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(""""
        \$*"""[\s\S]*?"""|\$?@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'|//[^\n]*|/\*[\s\S]*?\*/
        """")]
    private static partial Regex CommentOrLiteral();
}
