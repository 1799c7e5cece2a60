using System.CommandLine;
using MarginRouter.Gateway.Rules;

namespace MarginRouter.Host.Commands;

/// <summary><c>rules-of-engagement [--out FILE]</c>: the document for desks, made from the gateway's own tables.</summary>
internal static class RulesOfEngagementCommand
{
    public static Command Create(TextWriter output, TextWriter diagnostics)
    {
        Option<string?> file = new("--out") { Description = "The file to write; default: standard output." };
        Command command = new("rules-of-engagement", "Writes the rules of engagement for desks (Markdown).") { file };
        command.SetAction(parsed => RootCommandFactory.GuardAsync(diagnostics, () => Task.FromResult(Run(parsed.GetValue(file), output))));
        return command;
    }

    private static int Run(string? file, TextWriter output)
    {
        string text = RulesOfEngagement.Markdown();
        if (file is null)
        {
            output.Write(text);
            return ExitCode.Done;
        }

        try
        {
            File.WriteAllText(file, text);
            return ExitCode.Done;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--out {file}: {exception.Message}");
        }
    }
}
