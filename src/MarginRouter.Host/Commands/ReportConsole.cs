using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary>A console for tables: plain text and wide when the output is not a terminal, so that files and pipes stay readable.</summary>
internal static class ReportConsole
{
    private const int WidthOfFiles = 150;

    public static IAnsiConsole Create(TextWriter output)
    {
        bool terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!terminal)
            console.Profile.Width = WidthOfFiles;
        return console;
    }
}
