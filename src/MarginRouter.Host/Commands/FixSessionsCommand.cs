using System.CommandLine;
using MarginRouter.Fix.Settings;
using MarginRouter.Fix.Transport;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary>
/// <c>fix-sessions FILE [--run SECONDS]</c>: checks a session settings file in QuickFIX form and lists its sessions; with <c>--run</c> brings them up
/// with an application that answers no business, to try the sessions themselves with a counterparty.
/// </summary>
internal static class FixSessionsCommand
{
    private const int MaximumSeconds = 86_400;

    public static Command Create(TextWriter output, TextWriter diagnostics, TimeProvider time)
    {
        Argument<string> file = new("file") { Description = "Session settings: [DEFAULT] and [SESSION] with Key=Value lines." };
        Option<int?> run = new("--run") { Description = "Bring the sessions up for so many seconds; exit code 1 when one that connects did not log on." };
        Command command = new("fix-sessions", "Checks a session settings file in QuickFIX form, lists its sessions, and tries them.") { file, run };
        command.SetAction((parsed, stop) => RootCommandFactory.GuardAsync(diagnostics, async () =>
        {
            IReadOnlyList<FixConfiguredSession> sessions = Read(parsed.GetValue(file)!);
            List(sessions, output);
            if (parsed.GetValue(run) is not { } seconds)
                return ExitCode.Done;
            if (seconds is < 1 or > MaximumSeconds)
                throw new BadInputException($"--run must be 1 to {MaximumSeconds} seconds");
            return await RunAsync(sessions, TimeSpan.FromSeconds(seconds), (output, diagnostics), time, stop);
        }));
        return command;
    }

    private static IReadOnlyList<FixConfiguredSession> Read(string file)
    {
        try
        {
            return FixSettingsReader.ReadFile(file);
        }
        catch (FixSettingsException error)
        {
            throw new BadInputException(error.Message);
        }
    }

    private static void List(IReadOnlyList<FixConfiguredSession> sessions, TextWriter output)
    {
        Table table = new() { Title = new TableTitle("sessions") };
        table.AddColumns("session", "where", "hours", "judged", "store");
        foreach (FixConfiguredSession session in sessions)
        {
            string where = session.Connect is { } target ? $"connects to {target.Host}:{target.Port}" : $"listens on {session.Listen}{(session.IsTemplate ? ", template" : "")}";
            string hours = session.Options.Schedule is { } schedule ? $"{schedule.StartDay} {schedule.Start} to {schedule.EndDay} {schedule.End} {schedule.TimeZone.Id}" : "always";
            string judged = session.Options.Validation is { } validation ? validation.Dictionary.Version : "by the application";
            table.AddRow(Markup.Escape($"{session.Options.Id}"), where + (session.Tls is null ? "" : ", TLS"), hours, judged, Markup.Escape(session.StoreDirectory ?? "memory"));
        }

        ReportConsole.Create(output).Write(table);
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<FixConfiguredSession> sessions, TimeSpan length, (TextWriter Output, TextWriter Diagnostics) to, TimeProvider time, CancellationToken stop)
    {
        SessionTrial trial = new(TextWriter.Synchronized(to.Output), time);
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(new DiagnosticsLoggerProvider(to.Diagnostics)));
        using FixEngine engine = Open(sessions, trial, time, loggers);
        foreach (System.Net.IPEndPoint endPoint in engine.EndPoints)
            await to.Output.WriteLineAsync($"listening on {endPoint}");
        engine.Start();
        await Task.Delay(length, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        engine.Logout("the trial is over");
        string[] absent = [.. sessions.Where(session => session.Connect is not null && !trial.LoggedOn(session.Options.Id)).Select(session => $"{session.Options.Id}")];
        foreach (string session in absent)
            await to.Output.WriteLineAsync($"{session} has not logged on");
        return absent.Length == 0 ? ExitCode.Done : ExitCode.FoundFailure;
    }

    private static FixEngine Open(IReadOnlyList<FixConfiguredSession> sessions, IFixApplication application, TimeProvider time, ILoggerFactory loggers)
    {
        try
        {
            return new FixEngine(sessions, application, time, loggers);
        }
        catch (Exception error) when (error is System.Net.Sockets.SocketException or FixTlsException or IOException)
        {
            throw new BadInputException(error.Message);
        }
    }
}
