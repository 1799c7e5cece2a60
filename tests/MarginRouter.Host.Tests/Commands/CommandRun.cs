using MarginRouter.Host.Commands;

namespace MarginRouter.Host.Tests.Commands;

/// <summary>One run of the command line in this process.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Output">What went to standard output.</param>
/// <param name="Diagnostics">What went to standard error.</param>
internal sealed record CommandRun(int Code, string Output, string Diagnostics)
{
    public static async Task<CommandRun> Of(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter diagnostics = new();
        int code = await RootCommandFactory.RunAsync(arguments, output, diagnostics, TimeProvider.System);
        return new CommandRun(code, output.ToString(), diagnostics.ToString());
    }
}
