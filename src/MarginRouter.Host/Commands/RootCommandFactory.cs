using System.CommandLine;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Commands;

/// <summary>The command line of <c>marginrouter</c> and the one place where failures become exit codes.</summary>
internal static class RootCommandFactory
{
    /// <summary>Parses and runs; human output to <paramref name="output"/>, diagnostics to <paramref name="diagnostics"/>.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter diagnostics, TimeProvider time)
    {
        RootCommand root = new("MarginRouter: a smart order router with margin-aware execution.")
        {
            DemoCommand.Create(output, diagnostics, time),
            RunCommand.Create(diagnostics, time),
            CheckConfigCommand.Create(output, diagnostics),
            CheckVenueCommand.Create(output, diagnostics, time),
            BooksCommand.Create(output, diagnostics),
            MarginCommand.Create(output, diagnostics),
            MarginRulesCommand.Create(output, diagnostics, time),
            StressCommand.Create(output, diagnostics),
            CompareModelsCommand.Create(output, diagnostics),
            SolveCommand.Create(output, diagnostics),
            PreviewCommand.Create(output, diagnostics, time),
            RulesOfEngagementCommand.Create(output, diagnostics),
            FixSessionsCommand.Create(output, diagnostics, time),
            ReplayCommand.Create(output, diagnostics),
            ValuationCommand.Create(output, diagnostics),
            ReconciliationCommand.Create(output, diagnostics),
        };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (System.CommandLine.Parsing.ParseError error in parsed.Errors)
                await diagnostics.WriteLineAsync(error.Message);
            return ExitCode.BadInput;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = output,
            Error = diagnostics,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
        });
    }

    /// <summary>Runs a command's work and turns its failures into exit codes.</summary>
    public static async Task<int> GuardAsync(TextWriter diagnostics, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (ConfigurationException exception)
        {
            foreach (string error in exception.Errors)
                await diagnostics.WriteLineAsync(error);
            return ExitCode.BadInput;
        }
        catch (BadInputException exception)
        {
            await diagnostics.WriteLineAsync(exception.Message);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Done;
        }
#pragma warning disable CA1031 // The outermost frame: whatever came this far is an internal fault and is shown whole.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await diagnostics.WriteLineAsync($"internal fault: {exception}");
            return ExitCode.InternalFault;
        }
    }
}
