using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MarginRouter.Host.CheckVenue;
using MarginRouter.Host.Configuration;
using MarginRouter.Storage;
using Spectre.Console;

namespace MarginRouter.Host.Commands;

/// <summary><c>check-venue NAME [--config DIR] [--seconds N] [--json]</c>: what of a venue connects, step by step, without sending an order.</summary>
internal static class CheckVenueCommand
{
    private const double UsualSeconds = 15d;
    private const double MostSeconds = 3600d;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    public static Command Create(TextWriter output, TextWriter diagnostics, TimeProvider time)
    {
        Argument<string> venue = new("NAME") { Description = "The venue's name in config/venues." };
        Option<string?> folder = ConfigurationOption.Create();
        Option<double> seconds = new("--seconds") { Description = "How long each endpoint, and then the adapter, may take.", DefaultValueFactory = _ => UsualSeconds };
        Option<bool> json = new("--json") { Description = "Print one JSON document and nothing else." };
        Command command = new("check-venue", "Tells step by step what of a venue connects and what does not; sends no order.") { venue, folder, seconds, json };
        command.SetAction((parsed, cancellation) => RootCommandFactory.GuardAsync(diagnostics, async () =>
        {
            double patience = parsed.GetValue(seconds);
            if (!(patience > 0d && patience <= MostSeconds))
                throw new BadInputException($"--seconds {patience.ToString(CultureInfo.InvariantCulture)}: more than 0 and at most {MostSeconds}");
            RouterConfiguration configuration = ConfigurationOption.Load(parsed.GetValue(folder) ?? ConfigurationOption.DefaultFolder);
            VenueCheckReport report = await CheckAsync(
                new VenueCheck(configuration, SecretSource.System, time), parsed.GetRequiredValue(venue), TimeSpan.FromSeconds(patience), cancellation);
            if (parsed.GetValue(json))
                output.WriteLine(JsonSerializer.Serialize(Document(report), Json));
            else
                Print(report, output);
            return report.Connects ? ExitCode.Done : ExitCode.FoundFailure;
        }));
        return command;
    }

    private static async Task<VenueCheckReport> CheckAsync(VenueCheck check, string venue, TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            return await check.RunAsync(venue, patience, cancellation);
        }
        catch (SegmentLogInUseException exception)
        {
            // A FIX session's numbers are one: the running service has them.
            throw new BadInputException($"{exception.Message}; stop the service, whose FIX session this is, first");
        }
    }

    private static object Document(VenueCheckReport report) => new
    {
        report.Venue,
        report.Protocol,
        report.Connects,
        steps = report.Steps.Select(step => new { step.Name, step.Subject, outcome = Word(step.Outcome), step.Detail, step.Milliseconds }),
        report.Remarks,
    };

    private static void Print(VenueCheckReport report, TextWriter output)
    {
        Table table = new() { Title = new TableTitle($"{report.Venue} ({report.Protocol})") };
        table.AddColumns("step", "of", "outcome", "ms", "detail");
        foreach (VenueCheckStep step in report.Steps)
        {
            string milliseconds = step.Milliseconds?.ToString("0", CultureInfo.InvariantCulture) ?? "";
            table.AddRow(
                step.Name, Markup.Escape(step.Subject), Word(step.Outcome), milliseconds, Markup.Escape(step.Detail));
        }

        ReportConsole.Create(output).Write(table);
        foreach (string remark in report.Remarks)
            output.WriteLine($"adapter: {remark}");
        output.WriteLine(report.Connects ? $"{report.Venue} connects; no order was sent" : $"{report.Venue} does not connect as the service needs it");
    }

    private static string Word(VenueCheckOutcome outcome) => outcome switch
    {
        VenueCheckOutcome.Ok => "ok",
        VenueCheckOutcome.Failed => "failed",
        VenueCheckOutcome.Skipped => "skipped",
        VenueCheckOutcome.NotStated => "not stated",
    };
}
